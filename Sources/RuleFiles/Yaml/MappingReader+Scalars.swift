import SettlementCore

extension MappingReader {
  /// A text that is not empty, without blanks at its ends.
  func text(_ key: String) -> String? { scalar(key)?.text }

  /// The same, of several lines.
  func lines(_ key: String) -> String? { scalar(key, mayBreak: true)?.text }

  /// A list of texts that are not empty.
  func texts(_ key: String, of members: String) -> [String]? {
    list(key, of: members)?.compactMap { value in
      if case .text(let text, _) = value.kind, !text.isEmpty { return text }
      problems.add(at: value.position, expected: "a text", found: value.found, advice: "write one")
      return nil
    }
  }

  /// A text that must be one of a few words.
  func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _: Choice.Type) -> Choice? where Choice.RawValue == String {
    guard let text = text(key) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    refuse(key, expected: Self.oneOf(Choice.allCases.map(\.rawValue)), advice: "write one of them")
    return nil
  }

  /// `true` or `false`.
  func flag(_ key: String) -> Bool? {
    guard let text = text(key) else { return nil }
    if let flag = Bool(text) { return flag }
    refuse(key, expected: "true or false", advice: "write one of them")
    return nil
  }

  /// A day, `yyyy-MM-dd`.
  func day(_ key: String) -> CalendarDay? {
    guard let text = text(key) else { return nil }
    if let day = CalendarDay(text) { return day }
    refuse(key, expected: "a date yyyy-MM-dd", advice: "write a day of the calendar such as 2026-01-01")
    return nil
  }

  /// A time of day at which a day ends, `HH:mm` or `HH:mm:ss`, up to 24:00: seconds after midnight, at least 1.
  func timeOfDay(_ key: String) -> Int32? {
    guard let text = text(key) else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.utf8.count == 2 ? Self.digits($0) : nil }
    if numbers.count == parts.count, (2...3).contains(parts.count), numbers.dropFirst().allSatisfy({ $0 < 60 }) {
      let seconds = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
      if (1...86_400).contains(seconds) { return Int32(seconds) }
    }
    refuse(key, expected: "a time of day from 00:00:01 to 24:00", advice: "write one such as \"23:00\"; leave it out for midnight")
    return nil
  }

  /// Days, `Nd`, at most a hundred years.
  func days(_ key: String) -> Int? {
    guard let text = text(key) else { return nil }
    if text.utf8.last == 0x64, let days = Self.digits(text.dropLast()), days <= 36_500 { return Int(days) }
    refuse(key, expected: "days from 0d to 36500d", advice: "write a number and d, such as 365d")
    return nil
  }

  /// A whole number of at least 1.
  func count(_ key: String) -> Int64? {
    guard let text = text(key) else { return nil }
    if let count = Self.digits(text[...]), count >= 1 { return count }
    refuse(key, expected: "a whole number of at least 1", advice: "write a number such as 12")
    return nil
  }

  /// A whole number between two others.
  func number(_ key: String, _ range: ClosedRange<Int64>) -> Int64? {
    guard let text = text(key) else { return nil }
    if let number = Self.digits(text[...]), range.contains(number) { return number }
    refuse(key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)", advice: "write such a number")
    return nil
  }

  /// A time of at least a second and at most thirty days: `90s`, `10m`, `2h`.
  func duration(_ key: String) -> Duration? {
    guard let text = text(key) else { return nil }
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
    if let unit = text.last.flatMap({ units[$0] }), let count = Self.digits(text.dropLast()), count >= 1, count <= 30 * 86_400 / unit {
      return .seconds(count * unit)
    }
    refuse(key, expected: "a time from 1s to 720h", advice: "write a whole number and s, m or h, such as 10m")
    return nil
  }

  /// An id of a party: `[a-z0-9_-]{1,64}` (SPEC §12).
  func party(_ key: String) -> String? {
    guard let text = text(key) else { return nil }
    let isID =
      (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
      }
    if isID { return text }
    refuse(key, expected: "an id of 1 to 64 characters a-z, 0-9, _ and -", advice: "write the partner's id")
    return nil
  }

  /// An amount of zero or more in major units, in quotes unless `mayBeBare`; minor units.
  func amount(_ key: String, exponent: Int, mayBeBare: Bool = false) -> Int64? {
    guard let scalar = scalar(key) else { return nil }
    guard scalar.isQuoted || mayBeBare else {
      refuse(key, expected: "an amount in quotes", advice: "write \(key): \"\(scalar.text)\"")
      return nil
    }
    do {
      let amount = try MoneyText.parse(scalar.text, exponent: exponent)
      if amount >= 0 { return amount }
      refuse(key, expected: "an amount of zero or more", advice: "remove the sign")
    } catch {
      refuse(key, expected: error.expected(exponent: exponent), advice: "write the amount in major units of the currency")
    }
    return nil
  }

  /// A percentage with at most nine decimals, or a fraction of the whole; its digits are read as they stand, with or without quotes (SPEC §2).
  func rate(_ key: String) -> Rate? {
    guard let scalar = scalar(key) else { return nil }
    if let rate = Rate(text: scalar.text) { return rate }
    refuse(
      key, expected: "a percentage from 0 to 100 with at most 9 decimals, or a fraction of the whole",
      advice: "write \"12.5\" or \"1/3\"")
    return nil
  }

  private func scalar(_ key: String, mayBreak: Bool = false) -> (text: String, isQuoted: Bool)? {
    guard let value = value(key) else { return nil }
    guard case .text(let text, let isQuoted) = value.kind, !text.isEmpty else {
      refuse(key, expected: "a value for \(key)", advice: "write one")
      return nil
    }
    let isPrinted = text.unicodeScalars.allSatisfy { ($0.value >= 0x20 && $0.value != 0x7F) || (mayBreak && $0 == "\n") }
    guard isPrinted, text.first != " ", text.last != " " else {
      refuse(key, expected: "text on one line without blanks around it", advice: "remove them")
      return nil
    }
    return (text, isQuoted)
  }

  /// `paid, net or list`.
  private static func oneOf(_ words: [String]) -> String {
    words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
  }

  private static func digits(_ text: Substring) -> Int64? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(text)
  }
}
