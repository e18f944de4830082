/// A statement on an SFTP server, whose host key is always checked.
public struct SFTPAccess: Sendable {
  public enum Login: Hashable, Sendable {
    /// The path of a private key file (Ed25519 or ECDSA); without a passphrase it is not encrypted.
    case key(path: String, passphrase: SecretReference?)
    case password(SecretReference)
  }

  public let user: String
  public let login: Login
  /// `SHA256:` and the Base64 of the server key's hash, without padding. It or ``knownHosts`` is there.
  public let hostKey: String?
  /// The path of a known_hosts file.
  public let knownHosts: String?

  public init(user: String, login: Login, hostKey: String? = nil, knownHosts: String? = nil) {
    self.user = user
    self.login = login
    self.hostKey = hostKey
    self.knownHosts = knownHosts
  }
}
