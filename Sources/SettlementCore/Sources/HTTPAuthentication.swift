/// How we prove to an HTTPS server who we are.
public enum HTTPAuthentication: Hashable, Sendable {
  case bearer(SecretReference)
  case basic(user: String, password: SecretReference)
  case certificate(CertificateFiles)
  /// The path of a netrc file.
  case netrc(String)
  case signature(RequestSignature)
}
