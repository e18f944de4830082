/// How every request is signed with HMAC-SHA-256.
public struct RequestSignature: Hashable, Sendable {
  public enum Encoding: String, Sendable, CaseIterable {
    case hexadecimal, base64
  }
  /// Of the timestamp, counted from 1970-01-01T00:00:00Z.
  public enum TimestampUnit: String, Sendable, CaseIterable {
    case seconds, milliseconds
  }

  /// What may stand in braces in ``template``; `{path}` has the query with it.
  public static let placeholders = ["method", "path", "timestamp", "nonce", "body-sha256", "id"]

  public let key: SecretReference
  /// What is signed, with ``placeholders`` in braces; lines end in LF.
  public let template: String
  /// Names of headers.
  public let signatureHeader: String
  public let timestampHeader: String
  /// Not nil exactly when the template has a nonce.
  public let nonceHeader: String?
  /// The name of the key at the server; not nil exactly when it has a header or a place in the template.
  public let id: String?
  public let idHeader: String?
  public let encoding: Encoding
  public let timestampUnit: TimestampUnit

  public init(
    key: SecretReference, template: String, signatureHeader: String, timestampHeader: String, nonceHeader: String? = nil, id: String? = nil,
    idHeader: String? = nil, encoding: Encoding = .hexadecimal, timestampUnit: TimestampUnit = .seconds
  ) {
    self.key = key
    self.template = template
    self.signatureHeader = signatureHeader
    self.timestampHeader = timestampHeader
    self.nonceHeader = nonceHeader
    self.id = id
    self.idHeader = idHeader
    self.encoding = encoding
    self.timestampUnit = timestampUnit
  }
}
