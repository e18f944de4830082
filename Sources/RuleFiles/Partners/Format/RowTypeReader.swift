import SettlementCore

/// Reads the column `type`: a place whose texts are the types' names, a place with `values`, `{is: …}` for all rows, or `{by: sign}`.
///
/// Default: every row is redeemed. `none` is a row that is no line.
struct RowTypeReader {
  let context: FormatContext

  func read(in columns: MappingReader) -> StatementFormat.RowType? {
    guard let value = columns.value("type") else { return .line(.redeemed) }
    let places = PlaceReader(context: context)
    if case .text = value.kind { return places.cell(value).map { .cell($0, Self.names, otherwise: nil, isRequired: true) } }
    let origins = PlaceReader.keys + ["is", "by"]
    let keys = origins + ["values", "otherwise", "optional"]
    guard let reader = MappingReader(value, "the column type", keys: keys, context.problems) else { return nil }
    let origin = reader.one(of: origins)
    switch origin {
    case "is":
      reader.forbid(["values", "otherwise", "optional"], "beside is")
      return reader.value("is").flatMap { line($0) }.map { .line($0) }
    case "by":
      reader.forbid(["values", "otherwise", "optional"], "beside by")
      return reader.choice("by", Judge.self).map { _ in .bySign }
    default:
      let cell = origin.flatMap { places.cell($0, in: reader) }
      let meanings = MeaningReader(context: context).read(reader) { self.meaning($0) }
      if !reader.has("values") {
        reader.refuseKeys(["otherwise"], expected: "beside values", advice: "add the values or remove it")
      }
      let otherwise = otherwise(reader)
      let isOptional = reader.flag("optional") ?? false
      return cell.map { .cell($0, meanings ?? Self.names, otherwise: otherwise, isRequired: !isOptional) }
    }
  }

  private enum Judge: String, CaseIterable { case sign }

  /// The names of the types, and nothing for redeemed (SPEC §11).
  private static let names =
    LineType.allCases.map { StatementFormat.Meaning($0.name, StatementFormat.RowMeaning.line($0)) }
    + [StatementFormat.Meaning("", .line(.redeemed))]

  private func otherwise(_ reader: MappingReader) -> StatementFormat.RowMeaning? {
    guard let value = reader.value("otherwise") else { return nil }
    if case .text("reject", _) = value.kind { return nil }
    return meaning(value, ", none or reject")
  }

  private func meaning(_ value: RuleValue, _ others: String = " or none") -> StatementFormat.RowMeaning? {
    if case .text("none", _) = value.kind { return .passedOver }
    return line(value, others).map { .line($0) }
  }

  private func line(_ value: RuleValue, _ others: String = "") -> LineType? {
    if case .text(let name, _) = value.kind, let type = LineType.allCases.first(where: { $0.name == name }) { return type }
    let names = LineType.allCases.map(\.name)
    let words = others.isEmpty ? "\(names.dropLast().joined(separator: ", ")) or \(names.last!)" : names.joined(separator: ", ") + others
    context.problems.add(at: value.position, expected: words, found: value.found, advice: "write one of them")
    return nil
  }
}

extension StatementFormat.RowType {
  /// Whether a row can be reversed.
  var mayBeReversed: Bool {
    switch self {
    case .line(let type): type == .reversed
    case .bySign: true
    case .cell(_, let meanings, let otherwise, _):
      meanings.contains { $0.value == .line(.reversed) } || otherwise == .line(.reversed)
    }
  }
}
