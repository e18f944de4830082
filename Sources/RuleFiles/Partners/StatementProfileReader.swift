import SettlementCore

/// Reads `statement:` of a partner file (SPEC §7, §12).
///
/// Defaults: `matches: redemptions`, `covers: channel`, `on: [reference]`, `grace: 2d`, tolerance zero on both sides.
struct StatementProfileReader {
  private let reader: MappingReader
  private let folder: String

  /// Nil when the partner sends no statement. Paths are relative to `folder`.
  init?(_ partner: MappingReader, in folder: String) {
    let keys = ["url", "matches", "covers", "on", "group", "grace", "tolerance"] + StatementSourceReader.keys
    guard let reader = partner.mapping("statement", "a statement", keys: keys, required: ["url"]) else { return nil }
    self.reader = reader
    self.folder = folder
  }

  func read() -> StatementProfile? {
    let source = StatementSourceReader(reader, in: folder).read()
    let matches = reader.choice("matches", StatementProfile.Matches.self) ?? .redemptions
    let covers = coverage(matches)
    let columns = columns("on", StatementProfile.KeyColumn.self) ?? [.reference]
    let group = groupColumns() ?? []
    let grace = reader.days("grace") ?? 2
    let tolerance = tolerance()
    return source.map {
      StatementProfile(source: $0, matches: matches, covers: covers, on: columns, group: group, grace: grace, tolerance: tolerance)
    }
  }

  private func coverage(_ matches: StatementProfile.Matches) -> StatementProfile.Coverage {
    if matches == .redemptions { reader.forbid(["covers"], "beside matches: redemptions") }
    return reader.choice("covers", StatementProfile.Coverage.self) ?? .channel
  }

  private func groupColumns() -> [StatementProfile.GroupColumn]? {
    if reader.has("group") { reader.forbid(["on"], "beside group, where sums are compared instead of lines") }
    return columns("group", StatementProfile.GroupColumn.self)
  }

  private func columns<Column: RawRepresentable<String> & CaseIterable & Equatable>(_ key: String, _: Column.Type) -> [Column]? {
    let known = Column.allCases.map(\.rawValue).joined(separator: ", ")
    guard let values = reader.list(key, of: "columns (\(known))") else { return nil }
    var columns: [Column] = []
    for value in values {
      guard case .text(let name, _) = value.kind, let column = Column(rawValue: name) else {
        reader.problems.add(at: value.position, expected: "one of \(known)", found: value.found, advice: "write one of them")
        continue
      }
      if columns.contains(column) {
        reader.problems.add(at: value.position, expected: "every column once", found: value.found, advice: "remove it")
      }
      columns.append(column)
    }
    return columns
  }

  private func tolerance() -> StatementProfile.Tolerance {
    guard let tolerance = reader.mapping("tolerance", "a tolerance", keys: ["absolute", "percent", "side"]) else { return .init() }
    let absolute = tolerance.amount("absolute", exponent: 4) == nil ? nil : tolerance.text("absolute")
    let percent = tolerance.rate("percent")
    let side = tolerance.choice("side", StatementProfile.Tolerance.Side.self)
    let standard = StatementProfile.Tolerance()
    return StatementProfile.Tolerance(
      absolute: absolute ?? standard.absolute, percent: percent ?? standard.percent, side: side ?? standard.side)
  }
}
