/// Reads amounts in one format, exactly: no text is ever rounded.
///
/// Numbers of a workbook are binary fractions; see ``NumberText`` for which of them are taken.
struct AmountReader {
  private let format: AmountFormat
  private let signs: [[UInt8]]
  private let decimalSign: UInt8
  private let scale: Int

  init(_ format: AmountFormat) {
    self.format = format
    signs = format.currencySigns.map { Array($0.utf8) }
    decimalSign = format.decimalSign == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    scale = format.decimalSign == .minorUnits ? 0 : format.scale
  }

  /// The amount in the cell, the partner's sign kept.
  func read(_ bytes: Span<UInt8>, _ range: Range<Int>, _ kind: CellKind, isSheet: Bool) throws(CellFault) -> Int64 {
    switch kind {
    case .text, .empty: return try readText(bytes, range)
    case .number where isSheet:
      let reading = unsafe bytes.withUnsafeBufferPointer { unsafe NumberText.read($0[range], exponent: scale) }
      switch reading {
      case .units(let units): return units
      case .tooPrecise: throw .tooPrecise(scale: scale)
      case .overflow: throw .overflow
      case .notANumber: throw .notANumber
      }
    case .number:
      let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
      let start = isNegative ? range.lowerBound + 1 : range.lowerBound
      return try readNumber(bytes, start, range.upperBound, isNegative, decimalSign: UInt8(ascii: "."), grouping: .none)
    default: throw .notANumber
    }
  }

  private func readText(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(CellFault) -> Int64 {
    var (start, end) = (range.lowerBound, range.upperBound)
    if start == end {
      guard format.emptyIsZero else { throw .notANumber }
      return 0
    }
    var isNegative = false
    if bytes[start] &- 0x30 > 9 || bytes[end - 1] &- 0x30 > 9 { isNegative = try strip(bytes, &start, &end) }
    return try readNumber(bytes, start, end, isNegative, decimalSign: decimalSign, grouping: format.grouping)
  }

  /// Takes signs off both ends; each may stand once.
  private func strip(_ bytes: Span<UInt8>, _ start: inout Int, _ end: inout Int) throws(CellFault) -> Bool {
    let hasCurrency = stripCurrency(bytes, &start, &end)
    var isNegative = false
    if format.allowsParentheses, end - start > 2, bytes[start] == UInt8(ascii: "("), bytes[end - 1] == UInt8(ascii: ")") {
      (start, end, isNegative) = (start + 1, end - 1, true)
    } else if let length = minusLength(bytes, start, end) {
      (start, isNegative) = (start + length, true)
    } else if start < end, bytes[start] == UInt8(ascii: "+") {
      start += 1
    } else if format.allowsTrailingMinus, start < end, bytes[end - 1] == UInt8(ascii: "-") {
      (end, isNegative) = (end - 1, true)
    }
    if !hasCurrency { _ = stripCurrency(bytes, &start, &end) }
    guard start < end, bytes[start] &- 0x30 <= 9 else { throw .notANumber }
    return isNegative
  }

  /// Takes one currency sign off, and the blanks between it and the number.
  private func stripCurrency(_ bytes: Span<UInt8>, _ start: inout Int, _ end: inout Int) -> Bool {
    for sign in signs where end - start > sign.count {
      let isBefore = matches(bytes, start, sign)
      guard isBefore || matches(bytes, end - sign.count, sign) else { continue }
      if isBefore { start += sign.count } else { end -= sign.count }
      CellStripper.trim(bytes, &start, &end)
      return true
    }
    return false
  }

  private func matches(_ bytes: Span<UInt8>, _ at: Int, _ text: [UInt8]) -> Bool {
    for place in text.indices where bytes[at + place] != text[place] { return false }
    return true
  }

  /// The length of `-` or U+2212, or nil.
  private func minusLength(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    if start < end, bytes[start] == UInt8(ascii: "-") { return 1 }
    return end - start >= 3 && bytes[start] == 0xE2 && bytes[start + 1] == 0x88 && bytes[start + 2] == 0x92 ? 3 : nil
  }

  /// The decimal without sign at `start..<end`.
  private func readNumber(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ isNegative: Bool, decimalSign: UInt8, grouping: AmountFormat.Grouping
  ) throws(CellFault) -> Int64 {
    var at = start
    var value: UInt64 = 0
    var (digits, decimals, group, groups) = (0, -1, 0, 0)
    var (overflows, isTooPrecise) = (false, false)
    while at < end {
      let digit = bytes[at] &- 0x30
      if digit > 9 {
        if bytes[at] == decimalSign {
          guard decimals < 0, digits > 0, at + 1 < end else { throw .notANumber }
          if groups > 0 && group != 3 { throw .badGrouping }
          decimals = 0
          at += 1
          continue
        }
        let length = separatorLength(bytes, at, end, grouping)
        guard length > 0, decimals < 0 else { throw .notANumber }
        guard groups == 0 ? (1...3).contains(group) : group == 3 else { throw .badGrouping }
        groups += 1
        group = 0
        at += length
        continue
      }
      at += 1
      digits += 1
      group += 1
      if decimals >= 0 {
        decimals += 1
        if decimals > scale {
          if digit != 0 { isTooPrecise = true }
          continue
        }
      }
      overflows = append(UInt64(digit), to: &value) || overflows
    }
    guard digits > 0 else { throw .notANumber }
    if groups > 0 && decimals < 0 && group != 3 { throw .badGrouping }
    var missing = scale - max(decimals, 0)
    while missing > 0 {
      overflows = append(0, to: &value) || overflows
      missing -= 1
    }
    guard !overflows, let result = Int64(exactly: isNegative ? -Int128(value) : Int128(value)) else { throw .overflow }
    if isTooPrecise { throw .tooPrecise(scale: scale) }
    return result
  }

  @inline(__always)
  private func append(_ digit: UInt64, to value: inout UInt64) -> Bool {
    let (tens, first) = value.multipliedReportingOverflow(by: 10)
    let (sum, second) = tens.addingReportingOverflow(digit)
    value = sum
    return first || second
  }

  /// The length of the grouping sign at `at`, or 0.
  private func separatorLength(_ bytes: Span<UInt8>, _ at: Int, _ end: Int, _ grouping: AmountFormat.Grouping) -> Int {
    switch grouping {
    case .none: return 0
    case .comma: return bytes[at] == UInt8(ascii: ",") ? 1 : 0
    case .point: return bytes[at] == UInt8(ascii: ".") ? 1 : 0
    case .apostrophe: return bytes[at] == UInt8(ascii: "'") ? 1 : 0
    case .space:
      if bytes[at] == 0x20 { return 1 }
      if bytes[at] == 0xC2, at + 1 < end, bytes[at + 1] == 0xA0 { return 2 }
      return bytes[at] == 0xE2 && at + 2 < end && bytes[at + 1] == 0x80 && bytes[at + 2] == 0xAF ? 3 : 0
    }
  }
}
