import SettlementCore

/// Reads a column of texts: a place, a place with what its texts mean, or `{is: …}`, a constant.
///
/// Defaults: texts are kept; beside `values` other texts are rejected; the column is not optional.
struct TextColumnReader {
  let context: FormatContext
  /// Whether one text may stand for all rows.
  var mayBeConstant = true
  /// Whether every text that is not empty is a currency.
  var isCurrency = false

  func read(_ key: String, in columns: MappingReader) -> StatementFormat.Text? {
    guard let value = columns.value(key) else { return nil }
    let places = PlaceReader(context: context)
    if case .text = value.kind { return places.cell(value).map { StatementFormat.Text(.cell($0)) } }
    let origins = PlaceReader.keys + (mayBeConstant ? ["is"] : [])
    let keys = origins + ["values", "otherwise", "optional"]
    guard let reader = MappingReader(value, "the column \(key)", keys: keys, context.problems) else { return nil }
    let origin = reader.one(of: origins)
    if origin == "is" { return constant(reader) }
    let cell = origin.flatMap { places.cell($0, in: reader) }
    let values = MeaningReader(context: context).read(reader) { self.result($0, mayBeEmpty: true) }
    let otherwise = otherwise(reader)
    let isOptional = reader.flag("optional") ?? false
    return cell.map { StatementFormat.Text(.cell($0), values: values ?? [], otherwise: otherwise, isRequired: !isOptional) }
  }

  private func constant(_ reader: MappingReader) -> StatementFormat.Text? {
    reader.forbid(["values", "otherwise", "optional"], "beside is")
    return reader.value("is").flatMap { result($0, mayBeEmpty: false) }.map { StatementFormat.Text(.constant($0)) }
  }

  private func otherwise(_ reader: MappingReader) -> StatementFormat.Text.Otherwise {
    if !reader.has("values") {
      reader.refuseKeys(["otherwise"], expected: "beside values", advice: "add the values or remove it")
      return .keep
    }
    guard let value = reader.value("otherwise") else { return .reject }
    switch value.kind {
    case .text("keep", _): return .keep
    case .text("reject", _): return .reject
    default: return result(value, mayBeEmpty: true).map { .value($0) } ?? .reject
    }
  }

  /// A text that the column may have.
  private func result(_ value: RuleValue, mayBeEmpty: Bool) -> String? {
    guard case .text(let text, let isQuoted) = value.kind, !text.isEmpty || (mayBeEmpty && isQuoted) else {
      let advice = mayBeEmpty ? "write one; \"\" is the empty text" : "write one"
      context.problems.add(at: value.position, expected: "a text", found: value.found, advice: advice)
      return nil
    }
    if isCurrency, !text.isEmpty, Currency(code: text) == nil {
      context.problems.add(
        at: value.position, expected: "a currency of ISO 4217", found: value.found, advice: "write three capitals such as CNY")
    }
    return text
  }
}

/// Reads `values:`, a mapping of the file's texts to what they mean.
struct MeaningReader {
  let context: FormatContext

  /// Nil when there is no such key; `meaning` says what a value is, or adds why it is none.
  func read<Value>(_ reader: MappingReader, _ meaning: (RuleValue) -> Value?) -> [StatementFormat.Meaning<Value>]? {
    guard let value = reader.value("values") else { return nil }
    guard case .mapping(let entries) = value.kind, !entries.isEmpty else {
      context.problems.add(
        at: value.position, expected: "a mapping of the file's texts to their meanings", found: value.found,
        advice: "write such as {SUCCESS: redeemed}")
      return nil
    }
    return entries.compactMap { entry in
      context.check(entry.key, at: entry.position)
      return meaning(entry.value).map { StatementFormat.Meaning(entry.key, $0) }
    }
  }
}
