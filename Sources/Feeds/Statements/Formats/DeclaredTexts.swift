import SettlementCore
import Tables

/// What a file says of itself beside its rows: the lines before the header, and those behind the rows.
struct DeclaredTexts: Sendable {
  struct Problem: Error {
    let fault: ControlTotal.Fault
    var line: Int32 = 0
  }
  typealias Found = (text: String, line: Int32)

  private let rows: [SideRow]
  private let format: StatementFormat
  private let isSheet: Bool

  init(_ rows: [SideRow], _ format: StatementFormat) {
    self.rows = rows
    self.format = format
    isSheet = if case .xlsx = format.container { true } else { false }
  }

  /// The text in a total's place.
  func find(_ place: DeclaredTotal.Place) -> Result<Found, Problem> {
    switch place {
    case .cell(let name): single(rows.compactMap { row in row[name].map { ($0, Int32(truncatingIfNeeded: row.place)) } })
    case .pointer(let pointer): single(rows.compactMap { row in row[pointer].map { ($0, Int32(truncatingIfNeeded: row.place)) } })
    case .line(let start, let number):
      single(rows.compactMap { $0.text.hasPrefix(start) ? ($0.text, Int32(truncatingIfNeeded: $0.place)) : nil }).flatMap { text, line in
        let numbers = NumbersInText(format.amounts).numbers(in: text)
        return numbers.count >= number ? .success((numbers[number - 1], line)) : .failure(Problem(fault: .absent, line: line))
      }
    case .sum: .failure(Problem(fault: .absent))
    }
  }

  private func single(_ found: [Found]) -> Result<Found, Problem> {
    if found.count > 1 { return .failure(Problem(fault: .repeated, line: found[1].line)) }
    return found.first.map { .success($0) } ?? .failure(Problem(fault: .absent))
  }

  /// A whole number; `20.0` is one.
  func count(_ found: Found) -> Result<(value: Int128, line: Int32), Problem> {
    var writing = format.amounts
    if writing.decimal == .minorUnits { writing.decimal = .point }
    return read(found, AmountFormat(writing, scale: 0))
  }

  /// An amount in units of 10 to the power of −`scale`.
  func amount(_ found: Found, scale: Int) -> Result<(value: Int128, line: Int32), Problem> {
    read(found, AmountFormat(format.amounts, scale: scale))
  }

  private func read(_ found: Found, _ format: AmountFormat) -> Result<(value: Int128, line: Int32), Problem> {
    guard !found.text.isEmpty, let value = format.amount(of: found.text, inSheet: isSheet) else {
      return .failure(Problem(fault: .unreadable, line: found.line))
    }
    return .success((Int128(value), found.line))
  }
}

/// Finds the numbers in a line of words, such as 1 and 0.35 in `收入：1笔 0.35元`.
struct NumbersInText {
  private let decimal: Character
  private let grouping: Character?

  init(_ writing: StatementFormat.AmountWriting) {
    decimal = writing.decimal == .comma ? "," : "."
    grouping =
      switch writing.grouping {
      case .none: nil
      case .comma: ","
      case .point: "."
      case .apostrophe: "'"
      case .space: " "
      }
  }

  /// Each with a minus directly before it, its decimals and what groups its digits by three.
  func numbers(in text: String) -> [String] {
    let text = Array(text)
    var numbers: [String] = []
    var at = 0
    while at < text.count {
      guard isDigit(text, at) else {
        at += 1
        continue
      }
      let start = at > 0 && (text[at - 1] == "-" || text[at - 1] == "\u{2212}") ? at - 1 : at
      at = end(of: text, from: at)
      numbers.append(String(text[start..<at]))
    }
    return numbers
  }

  private func end(of text: [Character], from start: Int) -> Int {
    var at = start
    var isBehindPoint = false
    while at < text.count {
      if isDigit(text, at) {
        at += 1
      } else if !isBehindPoint, text[at] == decimal, isDigit(text, at + 1) {
        isBehindPoint = true
        at += 1
      } else if !isBehindPoint, text[at] == grouping, (1...3).allSatisfy({ isDigit(text, at + $0) }), !isDigit(text, at + 4) {
        at += 1
      } else {
        break
      }
    }
    return at
  }

  private func isDigit(_ text: [Character], _ at: Int) -> Bool { at < text.count && text[at].isASCII && text[at].isNumber }
}
