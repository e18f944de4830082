import SettlementCore

/// Reads where a statement is: `url` and the keys of its kind of server.
///
/// Defaults: `maximum-bytes: 2000000000`, `deadline: 30m`, `proof: length`, of local files none.
struct StatementSourceReader {
  static let keys = ["maximum-bytes", "proof"] + ServerAccessReader.keys

  private let reader: MappingReader
  private let folder: String

  init(_ statement: MappingReader, in folder: String) {
    reader = statement
    self.folder = folder
  }

  /// Nil when a problem was found.
  func read() -> StatementSource? {
    let maximumBytes = reader.number("maximum-bytes", 1...1_000_000_000_000) ?? StatementSource.standardMaximumBytes
    guard let url = reader.text("url") else { return nil }
    if let problem = DatePattern.problem(in: url, mayNameMonth: true) {
      reader.refuse("url", expected: problem.expected, advice: problem.advice)
    }
    if url.hasPrefix("file:") {
      checkPath(url.dropFirst(5))
      reader.forbid(ServerAccessReader.keys, "beside a url of file")
      return StatementSource(url: url, maximumBytes: maximumBytes, proof: ProofReader(reader, nil).read())
    }
    guard let server = reader.serverURL("url", url) else { return nil }
    let deadline = reader.duration("deadline") ?? StatementSource.standardDeadline
    let proof = ProofReader(reader, server).read()
    return ServerAccessReader(reader, in: folder).read(server).map {
      StatementSource(url: url, access: $0, maximumBytes: maximumBytes, deadline: deadline, proof: proof)
    }
  }

  /// Relative to the configuration or absolute.
  private func checkPath(_ path: Substring) {
    if path.isEmpty || (path.hasPrefix("//") && !path.hasPrefix("///")) {
      reader.refuse("url", expected: "file: and a path", advice: "write file:statements/{date}.csv")
    }
  }
}

extension MappingReader {
  /// The URL of a partner's server.
  func serverURL(_ key: String, _ text: String) -> SourceURL? {
    url(
      key, text, schemes: ["https", "sftp", "ftps", "ftpes"],
      example: "https://files.partner.example/{date}.csv, or file:statements/{date}.csv")
  }
}
