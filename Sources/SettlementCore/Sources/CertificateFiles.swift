/// A certificate that we show to a TLS server. Paths as the process opens them.
public struct CertificateFiles: Hashable, Sendable {
  /// A PEM file.
  public let certificate: String
  /// The PEM file of its private key.
  public let key: String
  /// Nil: the key is not encrypted.
  public let passphrase: SecretReference?

  public init(certificate: String, key: String, passphrase: SecretReference? = nil) {
    self.certificate = certificate
    self.key = key
    self.passphrase = passphrase
  }
}
