import SettlementCore
import Tables

/// What is wrong with one cell of a statement's row. Holds nothing that counts references, so that rows throw at no cost.
struct LineFault: Error {
  enum Part {
    case reference, orderID, item, type, amount, currency, time, fee, zone, row

    var name: String {
      switch self {
      case .reference: "reference"
      case .orderID: "order_id"
      case .item: "item"
      case .type: "type"
      case .amount: "amount"
      case .currency: "currency"
      case .time: "time"
      case .fee: "fee"
      case .zone: "zone"
      case .row: "row"
      }
    }
  }
  let part: Part
  /// The layout's column; −1 when no cell is to blame.
  let column: Int
  let rule: FieldRule

  init(_ part: Part, _ column: Int?, _ rule: FieldRule) {
    self.part = part
    self.column = column ?? -1
    self.rule = rule
  }
}

extension FormatPlan {
  /// What a row should have had.
  func expected(_ fault: LineFault, _ zone: BusinessZone) -> String {
    guard case .knownText = fault.rule else { return fault.rule.expected(zone) }
    switch fault.part {
    case .type: return "one of \(type.known)"
    case .zone: return "one of \(self.zone.known)"
    case .currency: return "one of \(currency?.known ?? "")"
    case .reference: return known(\.reference, fault.column)
    case .orderID: return known(\.orderID, fault.column)
    default: return known(\.item, fault.column)
    }
  }

  private func known(_ part: KeyPath<Parts, TextSource>, _ column: Int) -> String {
    "one of \((usual[keyPath: part].column == column ? usual : reversed)[keyPath: part].known)"
  }
}

extension NameNumbers {
  /// For messages.
  var listed: String { names.map { $0.isEmpty ? "an empty cell" : $0 }.joined(separator: ", ") }
}

/// Turns what is wrong with the rows of a file into rejects.
struct RejectWriter {
  let source: String
  let file: String
  let plan: FormatPlan
  let reader: TableReader

  func reject(_ reject: RowReject) -> Reject {
    Reject(source: source, file: file, line: reject.line, field: reject.field, expected: reject.expected, found: reject.found)
  }

  /// `zone` is the one in which the row's time was read.
  func reject(_ fault: LineFault, _ batch: TableBatch, _ row: Int, _ zone: BusinessZone) -> Reject {
    let places = fault.column < 0 ? [] : reader.places(ofColumn: fault.column) ?? []
    let name = places.first.map { reader.header[$0] } ?? ""
    let texts = places.map { FieldExcerpt.of(reader.text(batch, row, $0).utf8) }
    return Reject(
      source: source, file: file, line: batch.places[row], field: name.isEmpty ? fault.part.name : FieldExcerpt.of(name.utf8),
      expected: plan.expected(fault, zone), found: texts.isEmpty ? "an empty field" : texts.joined(separator: " and "))
  }
}
