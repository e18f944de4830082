/// A statement on an FTPS server; the data channel is encrypted too.
public struct FTPSAccess: Sendable {
  public let user: String
  /// Nil: the certificate is enough.
  public let password: SecretReference?
  public let certificate: CertificateFiles?
  /// A PEM file with the authorities to trust; nil: the system's.
  public let authorities: String?

  public init(user: String, password: SecretReference? = nil, certificate: CertificateFiles? = nil, authorities: String? = nil) {
    self.user = user
    self.password = password
    self.certificate = certificate
    self.authorities = authorities
  }
}
