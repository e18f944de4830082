import SettlementCore

/// Reads a column of amounts: a place; `{sum: [A, B]}`; `{in: A, out: B}`; or a place with `marks`. Each may `negate`.
///
/// Defaults: `out-sign: unsigned`, `negate: false`.
struct AmountColumnReader {
  let context: FormatContext

  func read(_ key: String, in reader: MappingReader) -> StatementFormat.Amount? {
    reader.value(key).flatMap { read($0, "the column \(key)")?.amount }
  }

  /// The same, with the keys `digits` and `optional`.
  func fee(in columns: MappingReader) -> StatementFormat.Fee? {
    guard let value = columns.value("fee"), let read = read(value, "the column fee", more: ["digits", "optional"]) else { return nil }
    let digits = read.reader?.number("digits", 0...9)
    let isOptional = read.reader?.flag("optional") ?? false
    return StatementFormat.Fee(read.amount, digits: digits.map { Int($0) }, isRequired: !isOptional)
  }

  /// An amount, and the mapping it stands in.
  func read(
    _ value: RuleValue, _ kind: String, more: [String] = []
  ) -> (amount: StatementFormat.Amount, reader: MappingReader?)? {
    let places = PlaceReader(context: context)
    if case .text = value.kind { return places.cell(value).map { (StatementFormat.Amount(.sum([$0])), nil) } }
    let origins = PlaceReader.keys + ["sum", "in"]
    let keys = origins + ["out", "out-sign", "marks", "negate"] + more
    guard let reader = MappingReader(value, kind, keys: keys, context.problems), let origin = reader.one(of: origins) else { return nil }
    if origin != "in" { reader.refuseKeys(["out", "out-sign"], expected: "beside in", advice: "add in or remove it") }
    if origin == "in" || origin == "sum" { reader.forbid(["marks"], "beside \(origin)") }
    let cells: StatementFormat.Amount.Cells? =
      switch origin {
      case "sum": places.cells("sum", in: reader).map { .sum($0) }
      case "in": inAndOut(reader)
      default: one(origin, reader)
      }
    let negates = reader.flag("negate") ?? false
    return cells.map { (StatementFormat.Amount($0, negates: negates), reader) }
  }

  private func one(_ origin: String, _ reader: MappingReader) -> StatementFormat.Amount.Cells? {
    let cell = PlaceReader(context: context).cell(origin, in: reader)
    guard reader.has("marks") else { return cell.map { .sum([$0]) } }
    let keys = PlaceReader.keys + ["plus", "minus"]
    guard let marks = reader.mapping("marks", "the marks of an amount", keys: keys, required: ["plus", "minus"]),
      let place = marks.one(of: PlaceReader.keys)
    else { return nil }
    let mark = PlaceReader(context: context).cell(place, in: marks)
    let plus = context.texts("plus", in: marks, of: "texts", mayBeEmpty: true) ?? []
    let minus = context.texts("minus", in: marks, of: "texts", mayBeEmpty: true) ?? []
    for text in minus where plus.contains(text) {
      marks.problems.add(
        at: marks.position(of: "minus"), expected: "other texts than of plus", found: quoted(text), advice: "keep it in one of them")
    }
    guard let cell, let mark else { return nil }
    return .marked(cell, mark: mark, plus: plus, minus: minus)
  }

  private func inAndOut(_ reader: MappingReader) -> StatementFormat.Amount.Cells? {
    reader.demand(["out"], "beside in")
    let places = PlaceReader(context: context)
    let sign = reader.choice("out-sign", OutSign.self)
    guard let first = reader.value("in").flatMap(places.cell), let second = reader.value("out").flatMap(places.cell) else { return nil }
    if first == second { reader.refuse("out", expected: "another column than of in", advice: "mend one of them") }
    return .inAndOut(first, second, outIsNegative: sign == .negative)
  }

  private enum OutSign: String, CaseIterable { case unsigned, negative }
}

extension StatementFormat.Amount {
  /// What messages call it.
  var words: String {
    switch cells {
    case .sum(let cells): cells.map(\.words).joined(separator: " + ")
    case .inAndOut(let first, let second, _): "\(first.words) − \(second.words)"
    case .marked(let cell, _, _, _): cell.words
    }
  }
}
