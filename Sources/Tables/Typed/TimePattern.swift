/// A pattern of dates and times, such as `yyyy-MM-dd HH:mm:ss`, `yyyy/M/d H:mm`, `dd.MM.yyyy` or `MM/dd/yyyy hh:mm a`.
///
/// `yyyy` four digits · `MM` `dd` `HH` `hh` `mm` `ss` two digits, `M` `d` `H` `h` `m` `s` one or two · `S` a fraction of one to six
/// digits · `a` AM, PM, 上午 or 下午 · anything else, and letters in `'…'`, stands for itself. Hours `H` are 0–23, `h` 1–12 with `a`.
public struct TimePattern: Hashable, Sendable, CustomStringConvertible {
  enum Part: Hashable, Sendable {
    /// 1 or 2 is the least number of digits.
    case year
    case month(Int)
    case day(Int)
    case hour(Int)
    case clockHour(Int)
    case minute(Int)
    case second(Int)
    case fraction, half
    case literal(UInt8)
  }

  let parts: [Part]
  public let description: String

  /// Nil for a text that has no year, month and day, a letter twice or an unknown one, `h` without `a` or `a` without `h`, or smaller units
  /// without the larger ones.
  public init?(_ text: String) {
    description = text
    guard let parts = Self.parse(Array(text.unicodeScalars)) else { return nil }
    let kinds = parts.compactMap(Self.kind)
    let hours = kinds.filter { $0 == "H" || $0 == "h" }.count
    guard Set(kinds).count == kinds.count, hours <= 1, Set("yMd").isSubset(of: kinds), kinds.contains("a") == kinds.contains("h"),
      !kinds.contains("m") || hours == 1, !kinds.contains("s") || kinds.contains("m"), !kinds.contains("S") || kinds.contains("s")
    else { return nil }
    self.parts = parts
  }

  private static func kind(_ part: Part) -> Character? {
    switch part {
    case .year: "y"
    case .month: "M"
    case .day: "d"
    case .hour: "H"
    case .clockHour: "h"
    case .minute: "m"
    case .second: "s"
    case .fraction: "S"
    case .half: "a"
    case .literal: nil
    }
  }

  private static func parse(_ text: [Unicode.Scalar]) -> [Part]? {
    var parts: [Part] = []
    var at = 0
    while at < text.count {
      let letter = text[at]
      let isLetter = letter.isASCII && letter.properties.isAlphabetic
      var count = 1
      if letter == "'" {
        guard let end = text[(at + 1)...].firstIndex(of: "'") else { return nil }
        for scalar in text[at + 1..<end] { parts += UTF8.encode(scalar)!.map { .literal($0) } }
        at = end + 1
        continue
      }
      guard isLetter else {
        parts += UTF8.encode(letter)!.map { .literal($0) }
        at += 1
        continue
      }
      while at + count < text.count, text[at + count] == letter { count += 1 }
      guard let part = part(letter, count) else { return nil }
      parts.append(part)
      at += count
    }
    return parts
  }

  private static func part(_ letter: Unicode.Scalar, _ count: Int) -> Part? {
    if letter == "y" { return count == 4 ? .year : nil }
    if letter == "S" { return .fraction }
    if letter == "a" { return count == 1 ? .half : nil }
    guard count <= 2 else { return nil }
    switch letter {
    case "M": return .month(count)
    case "d": return .day(count)
    case "H": return .hour(count)
    case "h": return .clockHour(count)
    case "m": return .minute(count)
    case "s": return .second(count)
    default: return nil
    }
  }

  /// The time that is written in all of `range`, or nil.
  func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CivilTime? {
    var at = range.lowerBound
    let end = range.upperBound
    var (year, month, day) = (0, 0, 0)
    var (hour, minute, second, microsecond) = (0, 0, 0, 0)
    var (hasTime, isClock, isAfternoon) = (false, false, false)
    for part in parts {
      switch part {
      case .literal(let byte):
        guard at < end, bytes[at] == byte else { return nil }
        at += 1
        continue
      case .year: year = Digits.read(bytes, &at, end, 4, 4)
      case .month(let least): month = Digits.read(bytes, &at, end, least, 2)
      case .day(let least): day = Digits.read(bytes, &at, end, least, 2)
      case .hour(let least): (hour, hasTime) = (Digits.read(bytes, &at, end, least, 2), true)
      case .clockHour(let least): (hour, hasTime, isClock) = (Digits.read(bytes, &at, end, least, 2), true, true)
      case .minute(let least): minute = Digits.read(bytes, &at, end, least, 2)
      case .second(let least): second = Digits.read(bytes, &at, end, least, 2)
      case .fraction:
        guard let fraction = Digits.fraction(bytes, &at, end) else { return nil }
        microsecond = fraction
      case .half:
        guard let half = Self.half(bytes, &at, end) else { return nil }
        isAfternoon = half
      }
    }
    guard at == end else { return nil }
    if isClock {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    return CivilTime(year, month, day, hour, minute, second, microsecond, hasTime: hasTime)
  }

  /// True for PM.
  private static func half(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int) -> Bool? {
    if end - at >= 2, bytes[at + 1] | 0x20 == UInt8(ascii: "m") {
      let letter = bytes[at] | 0x20
      guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
      at += 2
      return letter == UInt8(ascii: "p")
    }
    for (word, isAfternoon) in [("上午", false), ("下午", true)] {
      let utf8 = Array(word.utf8)
      guard end - at >= utf8.count, utf8.indices.allSatisfy({ bytes[at + $0] == utf8[$0] }) else { continue }
      at += utf8.count
      return isAfternoon
    }
    return nil
  }
}
