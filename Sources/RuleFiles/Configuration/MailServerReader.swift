import SettlementCore

/// Reads how mail is sent: `server`, `from`, `user` and `password`; no user unless given.
struct MailServerReader {
  static let keys = ["server", "from", "user", "password"]
  static let required = ["server", "from"]

  private let reader: MappingReader

  init(_ reader: MappingReader) { self.reader = reader }

  /// Nil when a problem was found.
  func read(authorities: String?) -> MailServer? {
    let from = address()
    let user = reader.text("user")
    let password = reader.secret("password")
    if user != nil { reader.demand(["password"], "beside user") }
    if password != nil { reader.demand(["user"], "beside password") }
    guard let text = reader.text("server"),
      reader.url("server", text, schemes: ["smtps", "smtp"], example: "smtps://smtp.shop.example:465") != nil, let from
    else { return nil }
    return MailServer(url: text, from: from, user: user, password: password, authorities: authorities)
  }

  private func address() -> String? {
    guard let from = reader.text("from") else { return nil }
    if MappingReader.isAddress(from) { return from }
    reader.refuse("from", expected: "an address such as qingfen@shop.example", advice: "write one")
    return nil
  }
}

extension MappingReader {
  /// A list of addresses of mail.
  func addresses(_ key: String) -> [String] {
    let addresses = texts(key, of: "addresses") ?? []
    for text in addresses where !Self.isAddress(text) {
      refuse(key, expected: "addresses such as finance@shop.example", advice: "mend \(text)")
    }
    return addresses
  }

  static func isAddress(_ text: String) -> Bool { text.wholeMatch(of: /[!-;=?A-~]+@[A-Za-z0-9.-]+/) != nil }
}
