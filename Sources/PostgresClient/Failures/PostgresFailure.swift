/// Why a database did not give what was asked of it: where, for what, expected, found, and what to do.
///
/// Carries no password, no bound value and no value of a row.
public struct PostgresFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The settings themselves cannot be used.
    case settings
    /// Nobody answers there, or the server takes no connections now.
    case unreachable
    /// The server does not let us in, or we do not trust it: password, rights to connect, TLS. Trying again does not help.
    case refused
    /// The connection or the session ended in the middle.
    case interrupted
    /// The server or the wait for it took longer than the settings allow.
    case timeout
    /// The caller's cancellation.
    case cancelled
    /// The server refused a statement; see ``PostgresFailure/sqlState``.
    case statement
    /// The statement's columns or values are none that we take.
    case mistyped
  }

  public let kind: Kind
  /// `host:port/database`.
  public let place: String
  /// The feed, or the step: `connection`, `transaction`.
  public let subject: String
  /// The five characters of PostgreSQL's error code, when the server gave one.
  public let sqlState: String?
  public let expected: String
  public let found: String
  /// What a person does about it.
  public let advice: String

  public init(
    _ kind: Kind, place: String, subject: String, sqlState: String? = nil, expected: String, found: String, advice: String
  ) {
    self.kind = kind
    self.place = place
    self.subject = subject
    self.sqlState = sqlState
    self.expected = expected
    self.found = found
    self.advice = advice
  }

  public var description: String {
    let state = sqlState.map { " (SQLSTATE \($0))" } ?? ""
    return "\(place): \(subject): expected \(expected), found \(found)\(state); \(advice)"
  }

  /// Whether the same work may succeed a moment later: the way to the server broke, or another session held a lock.
  public var mayPass: Bool {
    switch kind {
    case .unreachable, .interrupted: true
    case .timeout: sqlState == "55P03"
    default: false
    }
  }
}
