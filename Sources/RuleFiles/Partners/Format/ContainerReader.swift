import SettlementCore

/// Reads what holds the rows: `container` and the keys of its kind, and `packed`.
///
/// Defaults: `container: delimited`, `encoding: utf-8`, `delimiter: ","`, `quotes: standard`, `extra-cells: refuse`; the one sheet with the
/// header; the whole JSON text; `packed: none`.
struct ContainerReader {
  static let keys = ["container", "encoding", "delimiter", "quotes", "extra-cells", "sheet", "rows", "packed"]

  enum Kind: String, CaseIterable {
    case delimited, xlsx, json
    case jsonLines = "json-lines"

    var isJSON: Bool { self == .json || self == .jsonLines }
  }

  let format: MappingReader
  /// Nil when it is none.
  let kind: Kind?

  init(_ format: MappingReader) {
    self.format = format
    kind = format.has("container") ? format.choice("container", Kind.self) : .delimited
  }

  func read() -> StatementFormat.Container {
    guard let kind else { return .delimited(StatementFormat.Delimited()) }
    if kind != .delimited { format.forbid(["encoding", "delimiter", "quotes", "extra-cells"], "beside container: \(kind.rawValue)") }
    if kind != .xlsx { format.forbid(["sheet"], "beside container: \(kind.rawValue)") }
    if kind != .json { format.forbid(["rows"], "beside container: \(kind.rawValue)") }
    switch kind {
    case .delimited: return .delimited(delimited())
    case .xlsx: return .xlsx(sheet: format.text("sheet"))
    case .json: return .json(rows: format.pointer("rows") ?? "")
    case .jsonLines: return .jsonLines
    }
  }

  private func delimited() -> StatementFormat.Delimited {
    var rules = StatementFormat.Delimited()
    rules.encoding = encoding() ?? rules.encoding
    rules.delimiter = delimiter() ?? rules.delimiter
    rules.quotes = format.choice("quotes", StatementFormat.Quotes.self) ?? rules.quotes
    rules.allowsBlankExtraCells = format.choice("extra-cells", ExtraCells.self) == .blank
    return rules
  }

  private enum ExtraCells: String, CaseIterable { case refuse, blank }

  private func encoding() -> StatementFormat.Encoding? {
    if let name = format.text("encoding")?.lowercased(), ["gbk", "gb2312", "cp936"].contains(name) {
      format.refuse("encoding", expected: "an encoding by its one name", advice: "write gb18030, which includes \(name)")
      return nil
    }
    return format.choice("encoding", StatementFormat.Encoding.self)
  }

  private func delimiter() -> Unicode.Scalar? {
    guard let text = format.text("delimiter") else { return nil }
    if text == "tab" { return "\t" }
    if text.unicodeScalars.count == 1, let scalar = text.unicodeScalars.first, scalar != "\"", scalar != "`" { return scalar }
    format.refuse("delimiter", expected: "one character other than a quote and a backtick, or tab", advice: "write such as \";\"")
    return nil
  }

  func packaging() -> StatementFormat.Packaging {
    switch format.value("packed")?.kind {
    case nil, .text("none", _): return .none
    case .text("gzip", _): return .gzip
    case .mapping:
      let zip = format.mapping("packed", "what the file is packed in", keys: ["zip"], required: ["zip"])
      return zip?.text("zip").map { .zip(member: $0) } ?? .none
    default:
      format.refuse("packed", expected: "none, gzip or {zip: …}", advice: "write {zip: \"*.csv\"} with a pattern of the member's name")
      return .none
    }
  }
}
