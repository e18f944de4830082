/// One mail and the server that takes it.
public struct MailRequest: Sendable {
  /// `smtps://` (TLS from the first byte) or `smtp://` (TLS by STARTTLS; without it nothing is sent), without user and password.
  public var url: String
  public var from: String
  public var to: [String]
  /// Nil: the server asks for none.
  public var login: (user: String, password: Secret)?
  /// PEM file with the authorities; nil: the system's.
  public var authorityFile: String?
  /// The whole message: headers, an empty line, body; see ``MailText``.
  public var message: [UInt8]
  public var deadline: Duration

  public init(
    url: String, from: String, to: [String], login: (user: String, password: Secret)? = nil, authorityFile: String? = nil,
    message: [UInt8], deadline: Duration = .seconds(60)
  ) {
    self.url = url
    self.from = from
    self.to = to
    self.login = login
    self.authorityFile = authorityFile
    self.message = message
    self.deadline = deadline
  }
}

/// A mail was not taken. The text names the server and never a secret.
public struct MailFailure: Error, Equatable, CustomStringConvertible {
  public let description: String
}
