import SettlementCore
import Tables

/// Gets a bill in two steps: a question whose JSON answer holds a link, and the download behind the link.
public struct BillAsking: Sendable {
  private let question: BillQuestion
  let source: String
  /// The question's URL without its query.
  private let file: String
  private let origin: String?
  private let link, hash, hashType, empty, waiting: JSONPointer?

  /// `url` is the question's. Throws ``SourceFailure`` for a text that is no JSON pointer.
  public init(_ question: BillQuestion, url: String, source: String) throws(SourceFailure) {
    self.question = question
    self.source = source
    file = URLText.withoutQuery(url)
    origin = URLText.origin(url)
    func pointer(_ text: String?) throws(SourceFailure) -> JSONPointer? {
      guard let text else { return nil }
      if let pointer = JSONPointer(text) { return pointer }
      throw SourceFailure(
        kind: .malformed, source: source, file: source, field: "ask", expected: "a JSON pointer such as /download_url",
        found: FieldExcerpt.of(text.utf8), advice: "correct it in the partner's file")
    }
    link = try pointer(question.link)
    hash = try pointer(question.hash)
    hashType = if case .at(let text) = question.hashType { try pointer(text) } else { nil }
    empty = try pointer(question.empty?.at)
    waiting = try pointer(question.waiting?.at)
  }

  /// Asks, and downloads at once. A link lives for seconds, so a download that failed is not tried again but asked for again.
  ///
  /// `ask` returns the answer and its HTTP status. `download` makes one attempt and throws ``SourceFailure`` when that failed; after the
  /// last of `attempts` it is thrown on. `pause` is called before each next attempt with the number of those made. Any other error ends it.
  public func deliver<Receipt>(
    attempts: Int, pause: (Int) throws -> Void, ask: () throws -> (body: [UInt8], status: Int), download: (BillLink) throws -> Receipt
  ) throws -> BillDelivery<Receipt> {
    var made = 0
    while true {
      let reply = try ask()
      switch try answer(reply.body, status: reply.status) {
      case .empty: return .empty
      case .waiting(let word): return .waiting(word)
      case .link(let link):
        made += 1
        do {
          return .downloaded(try download(link), link)
        } catch let failure as SourceFailure {
          guard made < attempts else { throw failure }
          try pause(made)
        }
      }
    }
  }

  /// Reads an answer. Throws ``SourceFailure`` for one that is no JSON, says nothing that we know, or has a link to elsewhere.
  public func answer(_ body: [UInt8], status: Int) throws(SourceFailure) -> BillAnswer {
    let document: JSONDocument
    do {
      document = try JSONDocument(bytes: body, file: file)
    } catch {
      throw SourceFailure(error, source: source)
    }
    if let word = word(empty, in: document), question.empty!.values.contains(word) { return .empty }
    if let word = word(waiting, in: document), question.waiting!.values.contains(word) { return .waiting(word) }
    guard let url = word(link, in: document), !url.isEmpty else {
      throw failure("link", "a text at \(question.link)", told(document, status), "see what the partner's interface means by it")
    }
    let target = URLText.host(url)
    guard let target, question.linkHosts.contains(target) else {
      throw failure(
        kind: .refused, "link", "a link of https to \(question.linkHosts.joined(separator: " or "))",
        target.map { "one to \(FieldExcerpt.of($0.utf8))" } ?? "another kind of link",
        "nothing is fetched from elsewhere: if the host is right, add it to link-hosts")
    }
    return .link(
      BillLink(
        url: url, shownAs: "https://\(target) (the link from \(file))", isOnAskedServer: URLText.origin(url) == origin,
        hash: try publishedHash(document)))
  }

  private func publishedHash(_ document: JSONDocument) throws(SourceFailure) -> PublishedHash? {
    guard hash != nil else { return nil }
    var algorithm: HashAlgorithm?
    switch question.hashType {
    case .algorithm(let known): algorithm = known
    case .at(let pointer):
      let name = word(hashType, in: document)
      algorithm = name.flatMap { HashAlgorithm(named: $0) }
      guard algorithm != nil else {
        throw failure(
          "hash-type", "MD5, SHA1 or SHA256 at \(pointer)", name.map(Self.quoted) ?? "nothing",
          "correct hash-type in the partner's file")
      }
    case nil: break
    }
    let text = word(hash, in: document)
    if let text, let hash = PublishedHash(text, algorithm) { return hash }
    let digits = algorithm.map { "\($0.digits)" } ?? "64, 40 or 32"
    throw failure(
      "hash", "\(digits) hexadecimal digits at \(question.hash!)", text.map(Self.quoted) ?? "nothing",
      "correct hash and hash-type in the partner's file")
  }

  /// A text or number as text.
  private func word(_ pointer: JSONPointer?, in document: JSONDocument) -> String? {
    guard let place = pointer.flatMap({ document.find($0) }), document.kind(place) == .string || document.kind(place) == .number else {
      return nil
    }
    return document.text(place)
  }

  /// What an answer without link says, as far as we know where to look.
  private func told(_ document: JSONDocument, _ status: Int) -> String {
    var parts = ["nothing"]
    if status != 200 { parts.append("status \(status)") }
    for pointer in empty == waiting ? [empty] : [empty, waiting] {
      if let pointer, let word = word(pointer, in: document) { parts.append("\(pointer) \(Self.quoted(word))") }
    }
    return parts.joined(separator: ", ")
  }

  /// A code word; nothing that may be a link or another secret at which a pointer points by mistake.
  private static func quoted(_ word: String) -> String {
    word.wholeMatch(of: /[A-Za-z0-9_-]{1,40}/) == nil ? "a text of \(word.count) characters" : word
  }

  private func failure(
    kind: SourceFailure.Kind = .malformed, _ field: String, _ expected: String, _ found: String, _ advice: String
  ) -> SourceFailure {
    SourceFailure(kind: kind, source: source, file: file, field: field, expected: expected, found: found, advice: advice)
  }
}
