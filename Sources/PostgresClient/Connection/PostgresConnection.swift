import CPostgres
import Faults

/// An open session. It stays on one thread, and it ends with the value.
///
/// No call waits without looking at the caller's cancellation five times a second. After a failure in the middle of an answer, and after
/// a cancellation, the connection takes no more statements.
public struct PostgresConnection: ~Copyable {
  /// Whether the session may write.
  public enum Access: Sendable {
    /// Every transaction is read-only unless it says otherwise.
    case readOnly
    case readWrite
  }

  let handle: ConnectionHandle
  let settings: PostgresSettings
  let isCancelled: () -> Bool
  /// False once an answer was left in the middle.
  var isUsable = true
  /// The number of each prepared statement.
  var prepared: [PreparedStatement: Int] = [:]

  /// Connects, within `settings.timeouts.connect`, and sets UTC, ISO dates, the timeouts and `access` for the session.
  ///
  /// From PostgreSQL 14 on the server looks every five seconds whether the client is still there, and ends its statement when it is not.
  public static func open(
    _ settings: PostgresSettings, _ access: Access, subject: String = "connection", isCancelled: @escaping () -> Bool = { false }
  ) throws(PostgresFailure) -> PostgresConnection {
    var connection = PostgresConnection(
      handle: try connected(settings, subject, isCancelled), settings: settings, isCancelled: isCancelled)
    try connection.setUp(access, subject)
    return connection
  }

  private init(handle: consuming ConnectionHandle, settings: PostgresSettings, isCancelled: @escaping () -> Bool) {
    self.handle = handle
    self.settings = settings
    self.isCancelled = isCancelled
  }

  /// 150003 for 15.3.
  public var serverVersion: Int { Int(handle.serverVersion) }
  /// The TLS version in use; `nil` on a Unix socket.
  public var encryption: String? { handle.encryption }

  func words(_ subject: String) -> StatementFailure {
    StatementFailure(place: settings.place, subject: subject, timeouts: settings.timeouts)
  }

  private static func connected(
    _ settings: PostgresSettings, _ subject: String, _ isCancelled: () -> Bool
  ) throws(PostgresFailure) -> ConnectionHandle {
    let failure = ConnectFailure(settings: settings, subject: subject)
    do throws(InjectedFault) {
      try Effect.at(.connect, settings.place)
    } catch {
      throw error.isDeath ? failure.cancelled() : failure("a connection that a test breaks")
    }
    guard let handle = ConnectionHandle(try settings.parameters()) else { throw failure("memory ran out") }
    let deadline = ContinuousClock.now + .seconds(settings.timeouts.connect)
    var step = handle.isBad ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
    while step != PGRES_POLLING_OK {
      if step == PGRES_POLLING_FAILED { throw failure(handle.message) }
      try wait(until: deadline, writing: step == PGRES_POLLING_WRITING, handle, failure, isCancelled)
      step = handle.poll()
    }
    guard handle.makeReady() else { throw failure(handle.message) }
    return handle
  }

  private static func wait(
    until deadline: ContinuousClock.Instant, writing: Bool, _ handle: borrowing ConnectionHandle, _ failure: ConnectFailure,
    _ isCancelled: () -> Bool
  ) throws(PostgresFailure) {
    while true {
      if isCancelled() { throw failure.cancelled() }
      if ContinuousClock.now > deadline { throw failure.late() }
      if SocketWait.slice(handle.socket, reading: !writing, writing: writing) { return }
    }
  }

  private mutating func setUp(_ access: Access, _ subject: String) throws(PostgresFailure) {
    let timeouts = settings.timeouts
    var values = [
      ("TimeZone", "UTC"), ("DateStyle", "ISO, YMD"), ("IntervalStyle", "iso_8601"), ("bytea_output", "hex"),
      ("statement_timeout", "\(timeouts.statement)s"), ("lock_timeout", "\(timeouts.lock)s"),
      ("idle_in_transaction_session_timeout", "\(timeouts.idleInTransaction)s"),
      ("default_transaction_read_only", access == .readOnly ? "on" : "off"),
    ]
    // A query whose client was killed ends by itself, even while it has nothing to send.
    if handle.serverVersion >= 140_000 { values.append(("client_connection_check_interval", "5s")) }
    let calls = values.map { "set_config('\($0.0)', '\($0.1)', false)" }
    _ = try rows(of: PostgresStatement(subject, "select " + calls.joined(separator: ", ")))
  }
}
