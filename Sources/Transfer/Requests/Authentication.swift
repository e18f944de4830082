/// Who we say we are. The user's own `~/.netrc` and `~/.ssh` are never read.
public enum Authentication: Sendable {
  /// Nothing but what `FileRequest.certificate` proves.
  case none
  /// User and password: HTTPS basic, FTPS, or SSH.
  case password(user: String, Secret)
  /// HTTPS: `Authorization: Bearer …`.
  case bearer(Secret)
  /// HTTPS and FTPS: user and password of the request's host in a netrc file.
  case netrc(file: String)
  /// HTTPS: headers with an HMAC over the request.
  case signed(RequestSigning)
  /// SSH: an Ed25519 or ECDSA private key file. RSA keys do not work: Debian's libssh2 1.10 knows only their SHA-1 signatures.
  case privateKey(user: String, file: String, passphrase: Secret?)
}

/// A client certificate for TLS, in PEM files.
public struct ClientCertificate: Sendable {
  public var file: String
  public var keyFile: String
  public var passphrase: Secret?

  public init(file: String, keyFile: String, passphrase: Secret? = nil) {
    self.file = file
    self.keyFile = keyFile
    self.passphrase = passphrase
  }
}
