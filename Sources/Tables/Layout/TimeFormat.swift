/// How times are written. Which zone a time without offset is in, the caller knows.
public enum TimeFormat: Hashable, Sendable {
  /// Letters as in `yyyy-MM-dd HH:mm:ss`; see ``TimePattern``.
  case pattern(TimePattern)
  /// `2026-03-01T10:00:00.123+08:00`: `T` or one space; seconds, fraction and offset are optional; or the date alone.
  case iso8601
  /// A spreadsheet's day number. Cells of a workbook with a date's format are read so without being asked.
  case serial
  case secondsSince1970
  case millisecondsSince1970
}

/// A point in time as a file states it.
@frozen
public struct CivilTime: Hashable, Sendable {
  /// The date, as days since 1970-01-01.
  public var day: Int32
  /// 0 to 86,399; 0 for a date alone.
  public var second: Int32
  public var microsecond: Int32
  /// Seconds east of Greenwich when the text says so; then the instant is known. ``noOffset`` otherwise.
  public var offset: Int32
  public var hasTime: Bool

  public static let noOffset = Int32.min
  /// In a column that the file lacks.
  public static let none = CivilTime(day: .min, second: 0)

  public init(day: Int32, second: Int32, microsecond: Int32 = 0, offset: Int32 = noOffset, hasTime: Bool = true) {
    self.day = day
    self.second = second
    self.microsecond = microsecond
    self.offset = offset
    self.hasTime = hasTime
  }
}
