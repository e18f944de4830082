import SettlementCore

/// Reads what stands around the rows: `preamble`, `header`, `ends`, and what cells are wrapped in: `strip`.
///
/// Defaults: `preamble: none`, `header: named`, no ends, nothing to strip.
struct LayoutReader {
  static let keys = ["preamble", "header", "ends", "strip"]

  let format: MappingReader
  /// Nil when it is none.
  let kind: ContainerReader.Kind?

  func preamble(_ header: StatementFormat.Header) -> StatementFormat.Preamble {
    switch format.value("preamble")?.kind {
    case nil, .text("none", _): return .none
    case .text("until-header", _):
      if header == .none { format.refuse("preamble", expected: "no until-header beside header: none", advice: "write {lines: 4}") }
      return .untilHeader
    case .mapping:
      guard let preamble = format.mapping("preamble", "a preamble", keys: ["lines", "comments"]) else { return .none }
      switch preamble.one(of: ["lines", "comments"]) {
      case "lines": return preamble.number("lines", 1...1000).map { .lines(Int($0)) } ?? .none
      case "comments": return preamble.text("comments").map { .comments($0) } ?? .none
      default: return .none
      }
    default:
      format.refuse("preamble", expected: "none, until-header, {lines: …} or {comments: …}", advice: "write one of them")
      return .none
    }
  }

  func header() -> StatementFormat.Header {
    switch format.value("header")?.kind {
    case nil, .text("named", _): return .named
    case .text("none", _): return .none
    case .mapping:
      guard let header = format.mapping("header", "a header", keys: ["rows"], required: ["rows"]) else { return .named }
      if kind == .delimited {
        format.refuse("header", expected: "a header of several rows only of container: xlsx", advice: "write named or none")
      }
      return header.number("rows", 2...3).map { .merged(rows: Int($0)) } ?? .named
    default:
      format.refuse("header", expected: "named, none or {rows: …}", advice: "write one of them")
      return .named
    }
  }

  func ends(_ context: FormatContext) -> [StatementFormat.End] {
    guard let values = format.list("ends", of: "marks of rows that are no data") else { return [] }
    var ends: [StatementFormat.End] = []
    for value in values {
      let keys = ["prefix", "line", "header"]
      guard let reader = MappingReader(value, "a mark of rows that are no data", keys: keys, format.problems) else { continue }
      let end: StatementFormat.End? =
        switch reader.one(of: keys) {
        case "prefix": reader.value("prefix").flatMap { context.text($0) }.map { .prefix($0) }
        case "line": reader.value("line").flatMap { context.text($0) }.map { .line($0) }
        case "header": context.texts("header", in: reader, of: "names of the second header").map { .header($0) }
        default: nil
        }
      guard let end else { continue }
      if ends.contains(end) { context.refuseRepeated(value) } else { ends.append(end) }
    }
    return ends
  }

  func strip(_ container: StatementFormat.Container) -> [StatementFormat.Wrapping] {
    guard let values = format.list("strip", of: "what cells are wrapped in") else { return [] }
    let known = StatementFormat.Wrapping.allCases
    var wrappings: [StatementFormat.Wrapping] = []
    for value in values {
      guard case .text(let text, _) = value.kind, let wrapping = StatementFormat.Wrapping(rawValue: text) else {
        format.problems.add(
          at: value.position, expected: "one of \(known.map(\.rawValue).joined(separator: ", "))", found: value.found,
          advice: "write one of them")
        continue
      }
      if wrapping == .backtick, case .delimited(let rules) = container, rules.quotes == .backtick || rules.quotes == .someBackticks {
        format.problems.add(
          at: value.position, expected: "no backtick beside quotes: \(rules.quotes.rawValue)", found: value.found,
          advice: "remove it; the quotes take it off")
      }
      if wrappings.contains(wrapping) {
        format.problems.add(at: value.position, expected: "each of them once", found: value.found, advice: "remove it")
      } else {
        wrappings.append(wrapping)
      }
    }
    return known.filter(wrappings.contains)
  }
}
