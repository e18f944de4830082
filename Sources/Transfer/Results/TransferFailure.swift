/// A transfer that did not succeed: what was tried, where, what was expected, what was found, and what to do. Carries no secret.
public struct TransferFailure: Error, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    /// The request itself is wrong: nothing was sent.
    case configuration
    /// The file is not there: 404, 410, no such file. Not tried again.
    case missing
    /// We are not let in, or do not trust the other side: 401, 403, TLS, host key, password. Not tried again.
    case refused
    /// No connection in any attempt.
    case unreachable
    /// 429, or 5xx, until attempts or waiting budget were used up.
    case unavailable
    /// Deadline passed, or too slow in every attempt.
    case timedOut
    /// The body was cut short in every attempt, or nothing proves that it is whole.
    case incomplete
    /// More bytes than `TransferLimits.maximumBytes`.
    case tooLarge
    /// Whole, but not the file that was published.
    case wrongDigest
    /// Something else than what was asked for: another status, a web page, a redirect. Not tried again.
    case unexpected
    case cancelled
    /// The sink threw `cause`, or this machine failed.
    case local
  }

  public let kind: Kind
  /// The step in words that follow "cannot": "fetch".
  public let what: String
  /// The URL without user and values of its query, or `FileRequest.shownAs`.
  public let location: String
  public let expected: String
  public let found: String
  /// What the operator should do.
  public let advice: String
  /// HTTP status of the last answer, if there was one.
  public let status: Int?
  /// Attempts that were made; 0 for a wrong request.
  public let attempts: Int
  public let waited: Duration
  /// HTTPS: the time of the last answer that was opened by its `Date`, in seconds since 1970.
  public let serverTime: Int64?
  /// The sink's own error; it is the one to report.
  public let cause: (any Error)?

  /// "cannot fetch https://partner.example/bill.csv: expected status 200, found 403; …"
  public var description: String { "cannot \(what) \(location): expected \(expected), found \(found); \(advice)" }
}
