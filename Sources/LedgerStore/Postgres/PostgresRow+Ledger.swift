import PostgresClient
import SettlementCore

/// One row of an answer.
struct PostgresLedgerRow: LedgerRow {
  let rows: PostgresRows
  let row: Int

  @inline(__always) func isNull(_ column: Int32) -> Bool { rows.isNull(row, Int(column)) }
  @inline(__always) func integer(_ column: Int32) -> Int64 { rows.integer(row, Int(column)) }
  func text(_ column: Int32) -> String { rows.text(row, Int(column)) }

  func equals(_ column: Int32, _ other: String) -> Bool {
    rows.withText(row, Int(column)) { text in
      guard text.count == other.utf8.count else { return false }
      for (place, byte) in other.utf8.enumerated() where text[place] != byte { return false }
      return true
    }
  }

  func append(_ column: Int32, to texts: inout TextColumn) {
    rows.withText(row, Int(column)) { texts.append($0, 0, $0.count) }
  }

  func put(_ column: Int32, isList: Bool, into to: inout NewRows) {
    if isNull(column) { return to.null() }
    if isList {
      var numbers: [Int64] = []
      let isList = rows.withIntegers(row, Int(column)) { numbers.append($0) } != nil
      return isList ? to.numbers(numbers[...]) : to.foreign([])
    }
    if !rows.isText(Int(column)) { return to.integer(integer(column)) }
    var text = TextColumn()
    append(column, to: &text)
    to.text(text, 0)
  }

  func appendNumbers(_ column: Int32, to numbers: inout [Int64]) throws {
    guard rows.withIntegers(row, Int(column), { numbers.append($0) }) != nil else {
      throw UnexpectedValue(expected: "a list of numbers", found: "something else")
    }
  }
}
