import SettlementCore

/// Reads `ask:` of a statement. Default: `link-hosts` the question's host.
struct BillQuestionReader {
  private let reader: MappingReader

  /// Nil when the URL is the statement's own.
  init?(_ statement: MappingReader) {
    let keys = ["link", "hash", "hash-type", "empty", "waiting", "link-hosts"]
    guard let reader = statement.mapping("ask", "ask", keys: keys, required: ["link"]) else { return nil }
    self.reader = reader
  }

  func read(host: String) -> BillQuestion? {
    let link = reader.pointer("link")
    let hash = reader.pointer("hash")
    let hashType = hashType()
    let empty = answer("empty")
    let waiting = answer("waiting")
    let hosts = linkHosts() ?? [host]
    return link.map { BillQuestion(link: $0, hash: hash, hashType: hashType, empty: empty, waiting: waiting, linkHosts: hosts) }
  }

  private func hashType() -> BillQuestion.HashType? {
    if !reader.has("hash") { reader.refuseKeys(["hash-type"], expected: "beside hash", advice: "add the hash or remove the key") }
    guard case .mapping? = reader.value("hash-type")?.kind else { return reader.pointer("hash-type").map { .at($0) } }
    let type = reader.mapping("hash-type", "a type of hash", keys: ["is"], required: ["is"])
    return type?.choice("is", HashAlgorithm.self).map { .algorithm($0) }
  }

  private func answer(_ key: String) -> BillQuestion.Answer? {
    guard let answer = reader.mapping(key, "an answer", keys: ["at", "is"], required: ["at", "is"]) else { return nil }
    let pointer = answer.pointer("at")
    let values = answer.texts("is", of: "texts")
    guard let pointer, let values else { return nil }
    return BillQuestion.Answer(at: pointer, values: values)
  }

  private func linkHosts() -> [String]? {
    reader.texts("link-hosts", of: "hosts")?.map { host in
      if host.wholeMatch(of: /[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]/) == nil {
        reader.problems.add(
          at: reader.position(of: "link-hosts"), expected: "names of hosts", found: quoted(host),
          advice: "write such as api.partner.example")
      }
      return host.lowercased()
    }
  }
}
