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
