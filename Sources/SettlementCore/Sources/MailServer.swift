/// A server that takes mail: `smtps://` (TLS from the start) or `smtp://` (TLS by STARTTLS, and never without).
public struct MailServer: Sendable {
  public let url: String
  public let from: String
  public let user: String?
  public let password: SecretReference?
  /// PEM file; nil: the system's authorities.
  public let authorities: String?

  public init(url: String, from: String, user: String? = nil, password: SecretReference? = nil, authorities: String? = nil) {
    self.url = url
    self.from = from
    self.user = user
    self.password = password
    self.authorities = authorities
  }
}
