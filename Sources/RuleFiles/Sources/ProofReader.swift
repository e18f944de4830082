import SettlementCore

/// Reads `proof:` of a statement.
struct ProofReader {
  private let reader: MappingReader
  /// Nil: the statement is a local file.
  private let server: SourceURL?

  init(_ statement: MappingReader, _ server: SourceURL?) {
    reader = statement
    self.server = server
  }

  /// A length where a server gives one, unless it is said otherwise.
  func read() -> CompletenessProof {
    let standard: CompletenessProof = server == nil ? .none : .length
    switch reader.value("proof")?.kind {
    case nil: return standard
    case .mapping: return mapping() ?? standard
    case .text("none", _): return .none
    case .text("length", _) where server != nil: return .length
    default:
      let words = server == nil ? "none" : "length, none"
      reader.refuse("proof", expected: "\(words), {hash: …} or {trailer: …}", advice: "write one of them")
      return standard
    }
  }

  private func mapping() -> CompletenessProof? {
    guard let proof = reader.mapping("proof", "a proof", keys: ["hash", "trailer"]) else { return nil }
    if reader.has("format") {
      proof.refuseKeys(["trailer"], expected: "without format", advice: "name the last line by ends of format, as {line: …}")
    }
    return switch proof.one(of: ["hash", "trailer"]) {
    case "hash": hash(proof).map { .hash(url: $0) }
    case "trailer": proof.text("trailer").map { .trailer($0) }
    default: nil
    }
  }

  private func hash(_ proof: MappingReader) -> String? {
    guard let url = proof.text("hash") else { return nil }
    if reader.has("ask") {
      proof.refuseKeys(["hash"], expected: "without ask", advice: "name the bill's hash by the key hash of ask")
      return nil
    }
    if let problem = DatePattern.problem(in: url, mayNameMonth: true) {
      proof.refuse("hash", expected: problem.expected, advice: problem.advice)
    }
    guard let server else {
      if !url.hasPrefix("file:") { proof.refuse("hash", expected: "file: and a path, as of the statement", advice: "write it so") }
      return url
    }
    guard let hash = proof.serverURL("hash", url) else { return nil }
    if !hash.isOnServer(of: server) {
      proof.refuse("hash", expected: "a URL on the statement's own server", advice: "write the host and the port of url")
    }
    return url
  }
}
