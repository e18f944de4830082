import SettlementCore

/// Reads `format:` of a statement: how the partner's file is written and what its cells mean.
///
/// Default: the canonical CSV of SPEC §11; a format without `columns` has its columns.
struct FormatReader {
  static let keys = ["zone", "amounts", "columns", "reversed", "skip", "totals", "codes"] + ContainerReader.keys + LayoutReader.keys

  private let format: MappingReader

  /// Nil when the statement is a canonical CSV.
  init?(_ statement: MappingReader) {
    guard let format = statement.mapping("format", "a format", keys: Self.keys) else { return nil }
    self.format = format
  }

  /// `keys` are the columns that matching asks for; `isBill` says whether there are fees to compare.
  func read(keys: [StatementProfile.KeyColumn], isBill: Bool) -> StatementFormat {
    let containers = ContainerReader(format)
    let container = containers.read()
    let layout = LayoutReader(format: format, kind: containers.kind)
    if let kind = containers.kind, kind.isJSON {
      format.forbid(["preamble", "header", "ends"], "beside container: \(kind.rawValue)")
    }
    let header = layout.header()
    let strip = layout.strip(container)
    let places: FormatContext.Places = containers.kind?.isJSON == true ? .json : header == .none ? .positions : .names
    let context = FormatContext(problems: format.problems, places: places, isNarrowed: strip.contains(.fullWidth))
    let columns = ColumnsReader(format: format, context: context, keys: keys, isBill: isBill)

    var read = StatementFormat(columns: columns.read())
    read.container = container
    read.packaging = containers.packaging()
    read.header = header
    read.preamble = layout.preamble(header)
    read.ends = layout.ends(context)
    read.strip = strip
    read.zone = ZoneReader(context: context).read(in: format)
    read.amounts = amounts(context)
    read.reversed = columns.reversed(of: read.columns)
    read.skip = skip(context)
    read.totals = TotalsReader(context: context, kind: containers.kind, format: read).read(in: format)
    read.codes = codes(context, mayHoldCodes: read.mayHoldCodes) ?? read.codes
    return read
  }

  /// `none`, the columns that hold card codes, or those that are called so and hold none. Where codes cannot be replaced it must be said
  /// that there are none.
  private func codes(_ context: FormatContext, mayHoldCodes: Bool) -> StatementFormat.Codes? {
    switch format.value("codes")?.kind {
    case nil:
      if !mayHoldCodes {
        format.refuse(
          "codes", expected: "codes: none, as card codes could not be replaced in such a file before it is archived",
          advice: "say so if it has none; else ask the partner for it as UTF-8 CSV with nothing but its rows, or as JSON")
      }
      return nil
    case .text("none", _): return StatementFormat.Codes()
    case .mapping:
      guard let exempt = format.mapping("codes", "a statement on codes", keys: ["none-in"], required: ["none-in"]) else { return nil }
      return context.texts("none-in", in: exempt, of: "columns without card codes").map { StatementFormat.Codes(exempt: $0) }
    default:
      guard let columns = context.texts("codes", in: format, of: "columns with card codes, none, or {none-in: […]}") else { return nil }
      if !mayHoldCodes {
        format.refuse(
          "codes",
          expected: "codes only where they can be replaced before the file is archived: UTF-8 CSV with nothing but its rows, or JSON",
          advice: "ask the partner for a file without codes or in one of these")
      }
      return StatementFormat.Codes(columns: columns)
    }
  }

  private func amounts(_ context: FormatContext) -> StatementFormat.AmountWriting {
    var writing = StatementFormat.AmountWriting()
    let keys = ["decimal", "grouping", "signs", "parentheses", "trailing-minus", "empty"]
    guard let reader = format.mapping("amounts", "how amounts are written", keys: keys) else { return writing }
    writing.decimal = reader.choice("decimal", StatementFormat.AmountWriting.DecimalSign.self) ?? writing.decimal
    writing.grouping = reader.choice("grouping", StatementFormat.AmountWriting.Grouping.self) ?? writing.grouping
    if writing.decimal.rawValue == writing.grouping.rawValue {
      reader.refuse(
        reader.has("grouping") ? "grouping" : "decimal", expected: "another sign between groups than before decimals",
        advice: "mend one of them")
    }
    writing.signs = reader.has("signs") ? context.texts("signs", in: reader, of: "signs of currencies") ?? [] : []
    writing.allowsParentheses = reader.flag("parentheses") ?? false
    writing.allowsTrailingMinus = reader.flag("trailing-minus") ?? false
    writing.emptyIsZero = reader.choice("empty", Empty.self) == .zero
    return writing
  }

  private enum Empty: String, CaseIterable { case reject, zero }

  private func skip(_ context: FormatContext) -> [StatementFormat.Condition] {
    guard let values = format.list("skip", of: "conditions") else { return [] }
    return values.compactMap { ConditionReader(context: context).read($0) }
  }
}
