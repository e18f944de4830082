/// How every request is signed with HMAC-SHA-256.
public struct RequestSignature: Hashable, Sendable {
  /// What may stand in braces in ``template``; `{path}` has the query with it.
  public static let placeholders = ["method", "path", "timestamp", "nonce", "body-sha256"]

  public let key: SecretReference
  /// What is signed, with ``placeholders`` in braces; lines end in LF.
  public let template: String
  /// Names of headers.
  public let signatureHeader: String
  public let timestampHeader: String
  /// Not nil exactly when the template has a nonce.
  public let nonceHeader: String?
  /// The name of the key at the server, and its header; both or neither.
  public let id: String?
  public let idHeader: String?

  public init(
    key: SecretReference, template: String, signatureHeader: String, timestampHeader: String, nonceHeader: String? = nil, id: String? = nil,
    idHeader: String? = nil
  ) {
    self.key = key
    self.template = template
    self.signatureHeader = signatureHeader
    self.timestampHeader = timestampHeader
    self.nonceHeader = nonceHeader
    self.id = id
    self.idHeader = idHeader
  }
}
