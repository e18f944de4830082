/// Signs an HTTPS request with HMAC-SHA-256 over a text that is made from a template, anew in every attempt.
public struct RequestSigning: Sendable {
  public enum Encoding: Sendable { case hexadecimal, base64 }
  public enum TimestampUnit: Sendable { case seconds, milliseconds }

  public var key: Secret
  /// Sent in `idHeader`, in clear.
  public var id: String?
  /// The text that is signed. Replaced are `{method}`, `{path}` (with the query), `{timestamp}`, `{nonce}`, `{body-sha256}` (hexadecimal), `{id}`.
  public var template: String
  public var signatureHeader: String
  public var timestampHeader: String
  public var nonceHeader: String?
  public var idHeader: String?
  public var encoding: Encoding
  /// Unit of the timestamp since 1970-01-01T00:00:00Z.
  public var timestampUnit: TimestampUnit

  public init(
    key: Secret, id: String? = nil, template: String = "{method}\n{path}\n{timestamp}\n{nonce}\n{body-sha256}",
    signatureHeader: String = "X-Signature", timestampHeader: String = "X-Timestamp", nonceHeader: String? = "X-Nonce",
    idHeader: String? = nil, encoding: Encoding = .hexadecimal, timestampUnit: TimestampUnit = .seconds
  ) {
    self.key = key
    self.id = id
    self.template = template
    self.signatureHeader = signatureHeader
    self.timestampHeader = timestampHeader
    self.nonceHeader = nonceHeader
    self.idHeader = idHeader
    self.encoding = encoding
    self.timestampUnit = timestampUnit
  }
}
