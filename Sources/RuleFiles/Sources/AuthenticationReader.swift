import SettlementCore

/// Reads `auth:` of an HTTPS or FTPS server.
struct AuthenticationReader {
  private static let forms = ["bearer", "basic", "certificate", "netrc", "hmac"]

  private let reader: MappingReader
  private let folder: String

  /// Nil when there is none.
  init?(_ parent: MappingReader, in folder: String) {
    guard let reader = parent.mapping("auth", "auth", keys: Self.forms + ["key", "passphrase"], isSecret: true) else { return nil }
    self.reader = reader
    self.folder = folder
  }

  func read() -> HTTPAuthentication? {
    let form = reader.one(of: Self.forms)
    if form != "certificate" { reader.refuseKeys(["key", "passphrase"], expected: "beside certificate", advice: "remove it") }
    return switch form {
    case "bearer": reader.secret("bearer").map { .bearer($0) }
    case "basic": basic()
    case "certificate": certificate().map { .certificate($0) }
    case "netrc": reader.path("netrc", in: folder).map { .netrc($0) }
    case "hmac": SignatureReader(reader)?.read().map { .signature($0) }
    default: nil
    }
  }

  /// Where nothing but a certificate has a meaning.
  func certificateOnly() -> CertificateFiles? {
    let others = Self.forms.filter { $0 != "certificate" }
    reader.refuseKeys(others, expected: "beside a url of https", advice: "write user and password, or certificate and key")
    return if case .certificate(let certificate)? = read() { certificate } else { nil }
  }

  private func basic() -> HTTPAuthentication? {
    guard let basic = reader.mapping("basic", "basic", keys: ["user", "password"], required: ["user", "password"], isSecret: true) else {
      return nil
    }
    let user = basic.text("user")
    if let user, user.contains(":") { basic.refuse("user", expected: "a user without a colon", advice: "write the user alone") }
    guard let user, let password = basic.secret("password") else { return nil }
    return .basic(user: user, password: password)
  }

  private func certificate() -> CertificateFiles? {
    let passphrase = reader.secret("passphrase")
    return reader.clientCertificate(in: folder).map { CertificateFiles(certificate: $0.certificate, key: $0.key, passphrase: passphrase) }
  }
}
