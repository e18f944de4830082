/// Whom we believe. TLS always verifies chain and host name, SSH always verifies the host key; there is no switch to turn it off.
public struct Trust: Sendable {
  /// The only authorities that count, in a PEM file; `nil` takes the system's.
  public var authorityFile: String?
  /// SSH: the host key's SHA-256 as `ssh-keygen -l` prints it, `SHA256:` and 43 letters. It decides alone when both are given.
  public var hostKeyPin: String?
  /// SSH: a file in the form of `known_hosts`.
  public var knownHostsFile: String?

  public init(authorityFile: String? = nil, hostKeyPin: String? = nil, knownHostsFile: String? = nil) {
    self.authorityFile = authorityFile
    self.hostKeyPin = hostKeyPin
    self.knownHostsFile = knownHostsFile
  }
}
