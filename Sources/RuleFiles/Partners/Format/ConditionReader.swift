import SettlementCore

/// Reads a condition on a row: a place and `is` or `is-not` with the texts of its cell.
struct ConditionReader {
  let context: FormatContext

  func read(_ value: RuleValue) -> StatementFormat.Condition? {
    let keys = PlaceReader.keys + ["is", "is-not"]
    guard let reader = MappingReader(value, "a condition", keys: keys, context.problems) else { return nil }
    let origin = reader.one(of: PlaceReader.keys)
    let kind = reader.one(of: ["is", "is-not"])
    guard let origin, let kind, let cell = PlaceReader(context: context).cell(origin, in: reader),
      let texts = context.texts(kind, in: reader, of: "texts", mayBeEmpty: true)
    else { return nil }
    return StatementFormat.Condition(cell, texts, isNot: kind == "is-not")
  }
}

/// Reads `zone:`, a name for all rows or a place with what its texts mean. Default: the configuration's.
struct ZoneReader {
  let context: FormatContext

  func read(in format: MappingReader) -> StatementFormat.Zone? {
    guard let value = format.value("zone") else { return nil }
    guard case .mapping = value.kind else { return format.zone("zone").map { .named($0) } }
    let keys = PlaceReader.keys + ["values"]
    guard let reader = MappingReader(value, "a zone", keys: keys, required: ["values"], context.problems),
      let origin = reader.one(of: PlaceReader.keys)
    else { return nil }
    let cell = PlaceReader(context: context).cell(origin, in: reader)
    let values = MeaningReader(context: context).read(reader) { value -> String? in
      if case .text(let name, _) = value.kind, MappingReader.isZone(name) { return name }
      context.problems.add(
        at: value.position, expected: "a zone of the time zone database", found: value.found,
        advice: "write one such as America/Los_Angeles")
      return nil
    }
    guard let cell, let values else { return nil }
    return .cell(cell, values: values)
  }
}
