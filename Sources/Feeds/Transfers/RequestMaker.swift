import SettlementCore
import Transfer

/// Makes the requests of remote sources from what the configuration says of them.
public struct RequestMaker: Sendable {
  /// Finds a secret, or says which one is missing; the text names the source.
  public typealias SecretFinder = @Sendable (SecretReference, String) throws(SourceFailure) -> String

  /// Where its secrets come from.
  public let secrets: SecretFinder
  private let settings: TransferSettings

  public init(_ settings: TransferSettings, secrets: @escaping SecretFinder) {
    self.settings = settings
    self.secrets = secrets
  }

  /// The request for a day's statement, or for the question that leads to it. Throws when a secret is missing.
  func statement(_ statement: StatementSource, _ day: CalendarDay, partner: String) throws(SourceFailure) -> FileRequest {
    var request = FileRequest(
      url: DayPattern.expand(statement.url, day), retry: retry(), proof: Proof(isRequired: statement.proof != .none))
    request.limits.maximumBytes = statement.maximumBytes
    request.limits.deadline = statement.deadline
    request.content = .notHTML
    switch statement.access {
    case .file: break
    case .https(let access):
      request.maximumRedirects = access.followsRedirects ? 5 : 0
      request.trust.authorityFile = access.authorities
      try authenticate(&request, access.authentication, partner)
    case .sftp(let access):
      (request.authentication, request.trust) = try login(access, partner)
    case .ftps(let access):
      request.trust.authorityFile = access.authorities
      request.certificate = try certificate(access.certificate, partner)
      request.authentication = .password(user: access.user, try secret(access.password, partner))
    }
    return request
  }

  /// What all requests to the store's interface have in common.
  func page(of store: HTTPStore) throws(SourceFailure) -> FileRequest {
    var request = FileRequest(url: store.url, retry: retry(), content: .notHTML)
    request.trust.authorityFile = store.authorities
    try authenticate(&request, store.authentication, "store")
    return request
  }

  /// Who we are at an HTTPS server.
  func authenticate(_ request: inout FileRequest, _ authentication: HTTPAuthentication?, _ source: String) throws(SourceFailure) {
    switch authentication {
    case nil: break
    case .bearer(let token): request.authentication = .bearer(try secret(token, source))
    case .basic(let user, let password): request.authentication = .password(user: user, try secret(password, source))
    case .certificate(let pair): request.certificate = try certificate(pair, source)
    case .netrc(let file): request.authentication = .netrc(file: file)
    case .signature(let signature):
      request.authentication = .signed(
        RequestSigning(
          key: try secret(signature.key, source), id: signature.id, template: signature.template,
          signatureHeader: signature.signatureHeader,
          timestampHeader: signature.timestampHeader, nonceHeader: signature.nonceHeader, idHeader: signature.idHeader,
          encoding: signature.encoding == .base64 ? .base64 : .hexadecimal,
          timestampUnit: signature.timestampUnit == .milliseconds ? .milliseconds : .seconds))
    }
  }

  /// A budget of waiting of its own for every source.
  func retry() -> RetryPolicy { RetryPolicy(attempts: settings.attempts, budget: WaitBudget(settings.wait)) }

  /// Before the second try of a database: time for one that crashed to start again, within what the waits may take.
  var pauseSeconds: Int { Int(min(.seconds(10), settings.wait).components.seconds) }

  /// Who we are at an SFTP server, and how that is known. `source` names in messages what it is for. Throws when a secret is missing.
  public func login(_ access: SFTPAccess, _ source: String) throws(SourceFailure) -> (authentication: Authentication, trust: Trust) {
    (try authentication(access, source), Trust(hostKeyPin: access.hostKey, knownHostsFile: access.knownHosts))
  }

  private func authentication(_ access: SFTPAccess, _ source: String) throws(SourceFailure) -> Authentication {
    switch access.login {
    case .password(let password): return .password(user: access.user, try secret(password, source))
    case .key(let path, let passphrase):
      var opened: Secret?
      if let passphrase { opened = try secret(passphrase, source) }
      return .privateKey(user: access.user, file: path, passphrase: opened)
    }
  }

  private func certificate(_ files: CertificateFiles?, _ source: String) throws(SourceFailure) -> ClientCertificate? {
    guard let files else { return nil }
    var opened: Secret?
    if let passphrase = files.passphrase { opened = try secret(passphrase, source) }
    return ClientCertificate(file: files.certificate, keyFile: files.key, passphrase: opened)
  }

  private func secret(_ reference: SecretReference?, _ source: String) throws(SourceFailure) -> Secret {
    guard let reference else { return Secret("") }
    return Secret(try secrets(reference, source))
  }
}
