import SettlementCore

/// Reads `statement:` of a partner file (SPEC §7, §12).
///
/// Defaults: `matches: redemptions`, `covers: channel`, `on: [reference]`, the window that the url names, `due: 0d`, `revisit: 0d`,
/// `grace: 2d`, tolerance zero on both sides, the canonical CSV.
struct StatementProfileReader {
  private let reader: MappingReader
  private let folder: String

  /// Nil when the partner sends no statement. Paths are relative to `folder`.
  init?(_ partner: MappingReader, in folder: String) {
    let keys =
      ["url", "matches", "covers", "on", "group", "window", "due", "revisit", "grace", "tolerance", "format"] + StatementSourceReader.keys
    guard let reader = partner.mapping("statement", "a statement", keys: keys, required: ["url"]) else { return nil }
    self.reader = reader
    self.folder = folder
  }

  func read() -> StatementProfile? {
    let source = StatementSourceReader(reader, in: folder).read()
    let matches = reader.choice("matches", StatementProfile.Matches.self) ?? .redemptions
    let covers = coverage(matches)
    if reader.has("group") { reader.forbid(["on"], "beside group, where sums are compared instead of lines") }
    let on = columns("on", StatementProfile.KeyColumn.self) ?? [.reference]
    let group = columns("group", StatementProfile.GroupColumn.self) ?? []
    let window = window()
    let due = reader.days("due") ?? 0
    let revisit = reader.days("revisit") ?? 0
    let grace = reader.days("grace") ?? 2
    let tolerance = tolerance()
    let keys = reader.has("group") ? group.compactMap(\.column) : on.contains(.reference) ? on : [.reference] + on
    let format = FormatReader(reader)?.read(keys: keys, isBill: matches == .orders)
    return source.map {
      StatementProfile(
        source: $0, matches: matches, covers: covers, on: on, group: group, window: window, due: due, revisit: revisit, grace: grace,
        tolerance: tolerance, format: format)
    }
  }

  private func coverage(_ matches: StatementProfile.Matches) -> StatementProfile.Coverage {
    if matches == .redemptions { reader.forbid(["covers"], "beside matches: redemptions") }
    return reader.choice("covers", StatementProfile.Coverage.self) ?? .channel
  }

  /// A list of columns, each once.
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

  /// What one file covers; the url says it, or `window: any` of a file that is read whole by every run.
  private func window() -> StatementProfile.Window? {
    let chosen = reader.choice("window", StatementProfile.Window.self)
    guard let url = reader.text("url"), DatePattern.problem(in: url, mayNameMonth: true) == nil else { return chosen }
    let span = DatePattern.span(of: url)
    switch (chosen, span) {
    case (.day, .month), (.day, .never): reader.refuse("window", expected: "day only of a url with {date}", advice: Self.advice)
    case (.month, .day), (.month, .never):
      reader.refuse("window", expected: "month only of a url with {yyyy} and {MM} and no day", advice: Self.advice)
    case (.any, .month): reader.refuse("window", expected: "any only of a url without pattern, or with {date}", advice: Self.advice)
    default: break
    }
    let window = chosen ?? (span == .day ? .day : span == .month ? .month : .any)
    if window == .any {
      reader.refuseKeys(["due", "revisit"], expected: "of a window day or month", advice: "remove it; every run reads the file again")
    }
    return window
  }

  private static let advice = "mend the url or the window"

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

extension StatementProfile.GroupColumn {
  /// The column of the statement; the day is its time's.
  fileprivate var column: StatementProfile.KeyColumn? {
    switch self {
    case .item: .item
    case .orderID: .orderID
    case .day: nil
    }
  }
}
