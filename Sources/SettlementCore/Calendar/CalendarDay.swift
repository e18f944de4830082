/// A day of the proleptic Gregorian calendar, counted from 1970-01-01. Calendar arithmetic only: zones belong to the feeds.
public struct CalendarDay: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  public let number: Int32

  @inlinable public init(number: Int32) { self.number = number }

  /// The day, or nil when the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(year: year, month: month) else { return nil }
    self.init(uncheckedYear: year, month: month, day: day)
  }

  /// From a year, a month and a day that are known to exist (days from civil, shifted so that a year begins in March).
  @inlinable
  init(uncheckedYear year: Int, month: Int, day: Int) {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// A day written `yyyy-MM-dd`, or nil.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, let day = Self.parse(bytes.span, 0) else { return nil }
    self = day
  }

  /// The day written `yyyy-MM-dd` at `start` (ten bytes must be there), or nil.
  @inlinable
  public static func parse(_ bytes: Span<UInt8>, _ start: Int) -> CalendarDay? {
    guard bytes[start + 4] == 0x2D, bytes[start + 7] == 0x2D else { return nil }
    var numbers: (Int, Int, Int) = (0, 0, 0)
    for place in 0..<10 where place != 4 && place != 7 {
      let digit = Int(bytes[start + place]) - 0x30
      guard digit >= 0, digit <= 9 else { return nil }
      if place < 4 {
        numbers.0 = numbers.0 * 10 + digit
      } else if place < 7 {
        numbers.1 = numbers.1 * 10 + digit
      } else {
        numbers.2 = numbers.2 * 10 + digit
      }
    }
    let (year, month, day) = numbers
    guard year >= 1, month >= 1, month <= 12, day >= 1, day <= 28 || day <= length(year: year, month: month) else { return nil }
    return CalendarDay(uncheckedYear: year, month: month, day: day)
  }

  @inlinable
  static func length(year: Int, month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Year, month and day of month.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// Monday is 1, Sunday 7 (ISO 8601).
  public var weekday: Int { ((Int(number) + 3) % 7 + 7) % 7 + 1 }

  @inlinable
  public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }

  /// The day so many days later.
  @inlinable
  public func adding(days: Int) -> CalendarDay { CalendarDay(number: number + Int32(days)) }
}

extension CalendarDay: CustomStringConvertible {
  /// `yyyy-MM-dd`.
  public var description: String {
    let (year, month, day) = components
    return "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(day, to: 2))"
  }

  static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
