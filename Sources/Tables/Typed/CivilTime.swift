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

extension CivilTime {
  /// Nil for what the calendar or the clock does not have; no 24:00 and no second 60.
  init?(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int, _ microsecond: Int, offset: Int32 = noOffset,
    hasTime: Bool
  ) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(year, month) else { return nil }
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
    self.init(
      day: Self.days(year, month, day), second: Int32(hour * 3600 + minute * 60 + second), microsecond: Int32(microsecond), offset: offset,
      hasTime: hasTime)
  }

  private static func length(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 in the proleptic Gregorian calendar, whose years are shifted to begin in March.
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }
}
