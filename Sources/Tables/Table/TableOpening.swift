/// Unpacks a file as its layout says and opens the container in it.
struct TableOpening {
  typealias Opened = (source: any RowSource, member: String?)

  private let layout: TableLayout

  init(_ layout: TableLayout) { self.layout = layout }

  func open(_ input: any TableInput) throws -> Opened {
    switch layout.packaging {
    case .none:
      if case .xlsx(let choice) = layout.container { return (try SheetTable(XlsxWorkbook(input), file: input.name, layout, choice), nil) }
      let stream = try input.stream(expected: words)
      let head = try stream.head(FileSignature.headBytes)
      try refuse(head, input)
      return (try table(RewoundStream(head, then: stream), input.name), nil)
    case .gzip:
      let stream = try input.stream(expected: "a gzip file")
      let head = try stream.head(FileSignature.headBytes)
      guard head.starts(with: FileSignature.gzip) else {
        let found = try FileSignature.name(head, input) ?? "something else, starting with '\(Excerpt.of(head.prefix(8)))'"
        throw TableError(file: input.name, field: "file", expected: "a gzip file", found: found, isEmpty: head.isEmpty)
      }
      return (try unpacked(GzipStream(RewoundStream(head, then: stream), name: input.name), input.name), nil)
    case .zip(let pattern):
      let archive = try input.zipArchive(.members)
      return try member(of: archive, pattern, input.name)
    }
  }

  private var words: String {
    switch layout.container {
    case .delimited: "delimited text"
    case .xlsx: "an xlsx workbook"
    case .json, .jsonLines: "JSON text"
    }
  }

  /// Throws when the first bytes are those of something else.
  private func refuse(_ head: [UInt8], _ input: any TableInput) throws(TableError) {
    guard let found = try FileSignature.name(head, input) else { return }
    throw TableError(file: input.name, field: "file", expected: words, found: found, isEmpty: head.isEmpty)
  }

  /// Opens what came out of a gzip file or zip archive.
  private func unpacked(_ stream: any ByteStream, _ name: String) throws -> any RowSource {
    if case .xlsx(let choice) = layout.container {
      return try SheetTable(
        XlsxWorkbook(MemoryInput(bytes: stream.all(name, atMost: XlsxLimits.packedBytes), name: name)), file: name, layout, choice)
    }
    let head = try stream.head(FileSignature.headBytes)
    try refuse(head, MemoryInput(bytes: head, name: name))
    return try table(RewoundStream(head, then: stream), name)
  }

  private func table(_ stream: any ByteStream, _ name: String) throws -> any RowSource {
    switch layout.container {
    case .delimited(let rules): try DelimitedRows(stream, file: name, layout, rules)
    case .json(let rows): try JSONRows(bytes: stream.all(name, atMost: JSONLimits.documentBytes), file: name, rows: rows, layout)
    case .jsonLines: try JSONLines(stream, file: name, layout)
    case .xlsx: preconditionFailure("a workbook is no text")
    }
  }

  /// The one member that fits the pattern; among several the one that has the header.
  private func member(of archive: ZipArchive, _ pattern: String, _ name: String) throws -> Opened {
    let names = archive.index.keys.filter { NamePattern.fits($0, pattern) }.sorted()
    guard names.count > 1 else {
      guard let only = names.first else {
        let known = archive.index.keys.sorted().prefix(10).map { "'\(Excerpt.of($0.utf8))'" }.joined(separator: ", ")
        throw TableError(
          file: name, field: "file", expected: "a member whose name fits '\(pattern)'", found: known.isEmpty ? "none" : known)
      }
      return (try unpacked(ZipMemberStream(archive, member: only), Self.name(name, only)), only)
    }
    var fitting: [(String, any RowSource)] = []
    var firstError: (any Error)?
    for candidate in names.prefix(Self.mostCandidates) {
      do {
        fitting.append((candidate, try unpacked(ZipMemberStream(archive, member: candidate), Self.name(name, candidate))))
      } catch {
        firstError = firstError ?? error
      }
    }
    if fitting.count == 1 { return (fitting[0].1, fitting[0].0) }
    if fitting.isEmpty, let firstError { throw firstError }
    let found = fitting.map { "'\(Excerpt.of($0.0.utf8))'" }.joined(separator: " and ")
    throw TableError(file: name, field: "file", expected: "one member with the header", found: "\(found): make the name's pattern narrower")
  }

  private static let mostCandidates = 20

  private static func name(_ file: String, _ member: String) -> String { "\(file)(\(Excerpt.of(member.utf8)))" }
}
