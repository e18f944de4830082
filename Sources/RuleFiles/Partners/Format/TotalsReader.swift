import SettlementCore

/// Reads `totals:`, what a file declares beside its rows and what of its rows must equal it.
struct TotalsReader {
  let context: FormatContext
  /// Nil when it is none.
  let kind: ContainerReader.Kind?
  /// Everything but the totals.
  let format: StatementFormat

  func read(in reader: MappingReader) -> [DeclaredTotal] {
    guard let values = reader.list("totals", of: "totals") else { return [] }
    var totals: [DeclaredTotal] = []
    for value in values {
      guard let total = total(value) else { continue }
      if totals.contains(where: { $0.name == total.name }) {
        context.problems.add(at: value.position, expected: "every total once", found: quoted(total.name), advice: "keep one")
      } else {
        totals.append(total)
      }
    }
    return totals
  }

  private static let origins = ["cell", "line", "pointer", "equal"]

  private func total(_ value: RuleValue) -> DeclaredTotal? {
    let keys = Self.origins + ["number", "counts", "sums", "digits", "where"]
    guard let reader = MappingReader(value, "a total", keys: keys, context.problems), let origin = reader.one(of: Self.origins) else {
      return nil
    }
    if origin != "line" { reader.refuseKeys(["number"], expected: "beside line", advice: "remove it") }
    if origin == "equal" { return equal(reader) }
    let measure = measure(reader)
    let condition = reader.value("where").flatMap { ConditionReader(context: context).read($0) }
    guard let (name, place) = place(origin, reader), let measure else { return nil }
    return DeclaredTotal(name: name, place, measure, where: condition)
  }

  private func place(_ origin: String, _ reader: MappingReader) -> (name: String, place: DeclaredTotal.Place)? {
    if let kind, kind.isJSON { reader.forbid(["cell", "line"], "beside container: \(kind.rawValue)") }
    switch origin {
    case "cell":
      if kind?.isJSON == false, !format.ends.contains(where: \.isHeader) {
        reader.refuseKeys(["cell"], expected: "beside ends: [{header: […]}]", advice: "name the second header")
      }
      return reader.value("cell").flatMap { context.text($0) }.map { ($0, .cell($0)) }
    case "line":
      if kind?.isJSON == false, format.preamble == .none, !format.ends.contains(where: \.isPrefix) {
        reader.refuseKeys(["line"], expected: "beside preamble or ends: [{prefix: …}]", advice: "say where the line stands")
      }
      let number = reader.has("number") ? reader.number("number", 1...99) : 1
      guard let line = reader.value("line").flatMap({ context.text($0) }), let number else { return nil }
      return ("\(line) \(number)", .line(line, number: Int(number)))
    default:
      if let kind, kind != .json { reader.forbid(["pointer"], "beside container: \(kind.rawValue)") }
      return reader.pointer("pointer").map { ($0, .pointer($0)) }
    }
  }

  private func measure(_ reader: MappingReader) -> DeclaredTotal.Measure? {
    guard let key = reader.one(of: ["counts", "sums"]) else { return nil }
    if key == "counts" {
      reader.forbid(["digits"], "beside counts")
      return reader.choice("counts", Counted.self).map { _ in .count }
    }
    let amount = reader.value("sums").flatMap { AmountColumnReader(context: context).read($0, "a sum")?.amount }
    let digits = digits(reader)
    if let amount, amount.cells == format.columns.fee?.amount.cells, digits != format.columns.fee?.digits {
      let wanted = format.columns.fee?.digits.map { "digits: \($0)" } ?? "no digits"
      reader.problems.add(
        at: reader.has("digits") ? reader.position(of: "digits") : reader.position(of: "sums"), expected: "\(wanted), as of the column fee",
        found: digits.map { "'\($0)'" } ?? "none", advice: "write the same")
    }
    return amount.map { .sum($0, digits: digits) }
  }

  private enum Counted: String, CaseIterable { case rows }

  private func digits(_ reader: MappingReader) -> Int? { reader.number("digits", 0...9).map { Int($0) } }

  /// Two sums of the rows themselves.
  private func equal(_ reader: MappingReader) -> DeclaredTotal? {
    reader.forbid(["counts", "sums", "where"], "beside equal")
    guard let values = reader.list("equal", of: "two amounts") else { return nil }
    let amounts = values.compactMap { AmountColumnReader(context: context).read($0, "an amount")?.amount }
    guard values.count == 2 else {
      reader.problems.add(
        at: reader.position(of: "equal"), expected: "two amounts", found: "\(values.count)", advice: "write what must equal what")
      return nil
    }
    let digits = digits(reader)
    guard amounts.count == 2 else { return nil }
    if amounts[0] == amounts[1] { context.refuseRepeated(values[1]) }
    return DeclaredTotal(name: "\(amounts[0].words) = \(amounts[1].words)", .sum(amounts[0]), .sum(amounts[1], digits: digits))
  }
}

extension StatementFormat.End {
  var isHeader: Bool { if case .header = self { true } else { false } }
  var isPrefix: Bool { if case .prefix = self { true } else { false } }
}
