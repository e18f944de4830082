import SettlementCore

/// Reads how a partner's server is met.
///
/// Defaults: `ca` the system's, no `auth`, `redirects: false`.
struct ServerAccessReader {
  static let keys = [
    "user", "password", "key", "passphrase", "host-key", "known-hosts", "ca", "auth", "redirects", "deadline", "ask",
  ]

  private let reader: MappingReader
  private let folder: String

  init(_ statement: MappingReader, in folder: String) {
    reader = statement
    self.folder = folder
  }

  /// Nil when a problem was found.
  func read(_ server: SourceURL) -> StatementSource.Access? {
    switch server.scheme {
    case "https":
      allow(["ca", "auth", "redirects", "ask"], of: server)
      return .https(https(server))
    case "sftp":
      allow(["user", "password", "key", "passphrase", "host-key", "known-hosts"], of: server)
      return sftp().map { .sftp($0) }
    default:
      allow(["user", "password", "ca", "auth"], of: server)
      return ftps().map { .ftps($0) }
    }
  }

  private func allow(_ keys: [String], of server: SourceURL) {
    reader.forbid(Self.keys.filter { $0 != "deadline" && !keys.contains($0) }, "beside a url of \(server.scheme)")
  }

  private func https(_ server: SourceURL) -> HTTPSAccess {
    HTTPSAccess(
      authorities: reader.path("ca", in: folder), authentication: AuthenticationReader(reader, in: folder)?.read(),
      followsRedirects: reader.flag("redirects") ?? false, question: BillQuestionReader(reader)?.read(host: server.host))
  }

  /// Of a server that is met by SFTP.
  func sftp() -> SFTPAccess? {
    reader.demand(["user"], "beside a url of sftp")
    let (user, login, hostKey) = (reader.text("user"), login(), hostKey())
    let knownHosts = reader.path("known-hosts", in: folder)
    guard let user, let login else { return nil }
    return SFTPAccess(user: user, login: login, hostKey: hostKey, knownHosts: knownHosts)
  }

  private func login() -> SFTPAccess.Login? {
    if !reader.has("key") {
      reader.refuseKeys(["passphrase"], expected: "beside key", advice: "remove it")
      reader.demand(["password"], "or key beside a url of sftp")
      return reader.secret("password").map { .password($0) }
    }
    reader.forbid(["password"], "beside key")
    let passphrase = reader.secret("passphrase")
    return reader.path("key", in: folder).map { .key(path: $0, passphrase: passphrase) }
  }

  private func hostKey() -> String? {
    if !reader.has("host-key"), !reader.has("known-hosts") {
      reader.problems.add(
        at: reader.position, expected: "the key host-key or known-hosts beside a url of sftp", found: "none",
        advice: "ask the partner for the server's key and write host-key: \"SHA256:…\"")
    }
    guard let key = reader.text("host-key") else { return nil }
    if key.wholeMatch(of: /SHA256:[A-Za-z0-9+\/]{43}/) == nil {
      reader.refuse(
        "host-key", expected: "SHA256: and 43 characters of Base64", advice: "write what ssh-keygen -lf shows of the server's key")
    }
    return key
  }

  private func ftps() -> FTPSAccess? {
    reader.demand(["user"], "beside a url of ftps")
    if !reader.has("auth") { reader.demand(["password"], "or auth beside a url of ftps") }
    let (user, password) = (reader.text("user"), reader.secret("password"))
    let certificate = AuthenticationReader(reader, in: folder)?.certificateOnly()
    let authorities = reader.path("ca", in: folder)
    return user.map { FTPSAccess(user: $0, password: password, certificate: certificate, authorities: authorities) }
  }
}
