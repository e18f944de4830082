/// Reads times in the formats of a column.
struct TimeReader {
  private let formats: [TimeFormat]
  /// True when the workbook counts days from 1904-01-01.
  private let is1904: Bool

  init(_ formats: [TimeFormat], is1904: Bool) {
    self.formats = formats
    self.is1904 = is1904
  }

  func read(_ bytes: Span<UInt8>, _ range: Range<Int>, _ kind: CellKind) throws(CellFault) -> CivilTime {
    switch kind {
    case .date: if let time = serial(bytes, range) { return time }
    case .isoDate: if let time = ISOTime.read(bytes, range) { return time }
    case .text, .number:
      for format in formats {
        if let time = read(bytes, range, format) { return time }
      }
    default: break
    }
    throw .notATime
  }

  /// A date and a time of day in two cells.
  func read(
    _ bytes: Span<UInt8>, date: Range<Int>, _ dateKind: CellKind, time: Range<Int>, _ timeKind: CellKind
  ) throws(CellFault) -> CivilTime {
    if dateKind == .date && (timeKind == .date || timeKind == .number) {
      guard var whole = serial(bytes, date), !whole.hasTime, let fraction = Self.seconds(bytes, time), fraction < 86_400 else {
        throw .notATime
      }
      whole.second = Int32(fraction)
      whole.hasTime = true
      return whole
    }
    guard dateKind == .text && timeKind == .text else { throw .notATime }
    var joined: [UInt8] = []
    for place in date { joined.append(bytes[place]) }
    joined.append(0x20)
    for place in time { joined.append(bytes[place]) }
    return try read(joined.span, 0..<joined.count, .text)
  }

  private func read(_ bytes: Span<UInt8>, _ range: Range<Int>, _ format: TimeFormat) -> CivilTime? {
    switch format {
    case .pattern(let pattern): pattern.read(bytes, range)
    case .iso8601: ISOTime.read(bytes, range)
    case .serial: serial(bytes, range)
    case .secondsSince1970: Self.instant(bytes, range, perSecond: 1)
    case .millisecondsSince1970: Self.instant(bytes, range, perSecond: 1000)
    }
  }

  /// A day number, its fraction rounded to whole seconds. Of the 1900 system day 60 is 29 February 1900, which never was.
  private func serial(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CivilTime? {
    guard let seconds = Self.seconds(bytes, range) else { return nil }
    let (number, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
    let first = is1904 ? CivilTime.days(1904, 1, 1) : number < 60 ? CivilTime.days(1899, 12, 31) : CivilTime.days(1899, 12, 30)
    guard is1904 || (number != 60 && number != 0), Int64(first) + number <= CivilTime.days(9999, 12, 31) else { return nil }
    return CivilTime(day: first + Int32(number), second: Int32(rest), hasTime: rest != 0)
  }

  private static func seconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    unsafe bytes.withUnsafeBufferPointer { unsafe NumberText.seconds(ofDays: $0[range]) }
  }

  /// Digits only; 1970 to 9999.
  private static func instant(_ bytes: Span<UInt8>, _ range: Range<Int>, perSecond: Int) -> CivilTime? {
    var at = range.lowerBound
    let value = Digits.read(bytes, &at, range.upperBound, 1, 15)
    guard value >= 0, at == range.upperBound else { return nil }
    let (seconds, rest) = value.quotientAndRemainder(dividingBy: perSecond)
    let (day, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
    guard day <= Int(CivilTime.days(9999, 12, 31)) else { return nil }
    return CivilTime(day: Int32(day), second: Int32(second), microsecond: Int32(rest * (1_000_000 / perSecond)), offset: 0)
  }
}

extension TimeFormat {
  /// For messages.
  var example: String {
    switch self {
    case .pattern(let pattern): pattern.description
    case .iso8601: "2026-03-01T10:00:00+08:00"
    case .serial: "46082.5 (a spreadsheet's day number)"
    case .secondsSince1970: "1772330400"
    case .millisecondsSince1970: "1772330400000"
    }
  }
}
