/// Finds columns that are called as card codes (卡密) are, in a file whose codes cannot be replaced (SPEC §10).
///
/// It looks at the names of the table that the layout reads and at what stands before it; at the first rows of every other sheet of the
/// workbook and of every other member of the archive; and at every key of JSON.
public struct CodeScreen {
  private let names: CodeNames
  private let layout: TableLayout
  private let file: String
  /// So many rows of what is not read may be its header.
  private static let rows = 20
  private static let bytes = 1 << 16

  /// `file` is only named in messages.
  public init(_ names: CodeNames, _ layout: TableLayout, file: String) { (self.names, self.layout, self.file) = (names, layout, file) }

  /// Throws ``TableError``, of the field `codes` when there is such a column, or something packed into which nobody can look; as
  /// ``TableReader`` when the file is not what the layout says: then nobody knows where its codes are.
  public func check(_ bytes: [UInt8]) throws {
    let reader = try TableReader(bytes: bytes, name: file, layout: layout)
    // A header of several rows has its names joined.
    try refuse(reader.header + reader.header.flatMap { $0.split(separator: "/").map(String.init) } + reader.preamble.flatMap(\.cells))
    let input = MemoryInput(bytes: bytes, name: file)
    switch layout.packaging {
    case .none: try look(into: input.stream(expected: "a file"), reader)
    case .gzip: try look(into: GzipStream(input.stream(expected: "a gzip file"), name: file), reader)
    case .zip:
      let archive = try input.zipArchive(.members)
      for member in archive.index.keys.sorted() {
        try look(into: ZipMemberStream(archive, member: member), member == reader.member ? reader : nil)
      }
    }
  }

  /// `reader` has read the names of one table in it; nil: nobody reads it.
  private func look(into stream: any ByteStream, _ reader: TableReader?) throws {
    let head = try stream.head(Self.bytes)
    let stream = RewoundStream(head, then: stream)
    if head.starts(with: FileSignature.zip) {
      let workbook = try XlsxWorkbook(MemoryInput(bytes: stream.all(file, atMost: XlsxLimits.packedBytes), name: file))
      for sheet in workbook.sheetNames where reader == nil || sheet != reader?.sheet { try look(at: sheet, of: workbook) }
    } else if isJSON {
      try look(atKeysOf: stream.all(file, atMost: JSONLimits.documentBytes))
    } else if reader == nil, !head.isEmpty {
      try look(atLinesOf: head)
    }
  }

  private var isJSON: Bool {
    switch layout.container {
    case .json, .jsonLines: true
    case .delimited, .xlsx: false
    }
  }

  private func look(at sheet: String, of workbook: XlsxWorkbook) throws {
    var seen = 0
    let part = try workbook.rows(ofSheet: sheet) { row throws in
      seen += 1
      if seen <= Self.rows { try refuse(row.cells.map { String(decoding: row.bytes[$0.range], as: UTF8.self) }) }
      return seen >= Self.rows
    }
    while seen < Self.rows, try part.parsePiece() {}
  }

  private func look(atKeysOf json: [UInt8]) throws(TableError) {
    if CodeFieldReplacer([NamedCodes(names, CodeReplacement(.code, hash: nil))]).filtered(json) != json { throw refusal("such a key") }
  }

  /// The first lines, in the encoding of the table and as UTF-8, split at every sign that stands between columns.
  private func look(atLinesOf head: [UInt8]) throws {
    if let kind = try FileSignature.name(head, MemoryInput(bytes: head, name: file)) { throw refusal("\(kind) inside it") }
    var texts = [String(decoding: head, as: UTF8.self)]
    if case .delimited(let rules) = layout.container, rules.encoding != .utf8 {
      var text = [UInt8](repeating: 0, count: 2 * Self.bytes)
      let end = try TextStream(MemoryStream(head), rules.encoding, name: file).fill(&text, from: 0)
      texts.append(String(decoding: text[..<end], as: UTF8.self))
    }
    for text in texts {
      for line in text.split(whereSeparator: \.isNewline).prefix(Self.rows) {
        try refuse(line.split { ",;|\t".contains($0) }.map { $0.filter { !"\"`='".contains($0) } })
      }
    }
  }

  private func refuse(_ found: [String]) throws(TableError) {
    guard let name = found.first(where: names.contains) else { return }
    throw refusal("'\(Excerpt.of(name.utf8))'")
  }

  private func refusal(_ found: String) -> TableError {
    TableError(
      file: file, field: "codes", expected: "no column that is called as card codes are: in such a file they could not be replaced",
      found: found)
  }
}
