/// A statement on an SFTP server, whose host key is always checked.
public struct SFTPAccess: Sendable {
  public let user: String
  /// The path of a private key file and what opens it; nil: the password alone.
  public let key: Key?
  /// Nil: the key alone.
  public let password: SecretReference?
  /// `SHA256:` and the Base64 of the server key's hash, without padding. It or ``knownHosts`` is there.
  public let hostKey: String?
  /// The path of a known_hosts file.
  public let knownHosts: String?

  public struct Key: Hashable, Sendable {
    public let path: String
    public let passphrase: SecretReference?

    public init(path: String, passphrase: SecretReference? = nil) {
      self.path = path
      self.passphrase = passphrase
    }
  }

  public init(user: String, key: Key? = nil, password: SecretReference? = nil, hostKey: String? = nil, knownHosts: String? = nil) {
    self.user = user
    self.key = key
    self.password = password
    self.hostKey = hostKey
    self.knownHosts = knownHosts
  }
}
