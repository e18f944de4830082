import CPostgres

extension PostgresConnection {
  /// Sends rows into a table by COPY in binary form; returns how many there were.
  ///
  /// `write` gets what takes pieces of the stream, header and end aside: whole rows each. When it throws, nothing of the command is kept.
  /// Throws ``PostgresFailure``, or what `write` throws.
  @discardableResult
  public mutating func copy(
    into table: String, _ columns: [String], subject: String, _ write: ((borrowing [UInt8]) throws -> Void) throws -> Void
  ) throws -> Int {
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    try send(PostgresStatement(subject, "COPY \"\(table)\"(\(names)) FROM STDIN (FORMAT binary)"))
    guard let begun = try nextAnswer(subject) else { throw words(subject).interrupted() }
    guard begun.status == PGRES_COPY_IN else { throw try lastFailure(begun, subject) }
    do {
      try put(Self.copyHeader, subject)
      try write { piece in try put(piece, subject) }
      try put(Self.copyEnd, subject)
    } catch {
      // Its own answer is that it failed, which is known already.
      _ = try? endCopy(subject, failing: true)
      throw error
    }
    return try endCopy(subject, failing: false)
  }

  private static let copyHeader: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
  private static let copyEnd: [UInt8] = [0xFF, 0xFF]

  /// Hands a piece to libpq and waits until the server has taken most of it, so that memory stays bounded.
  private mutating func put(_ piece: borrowing [UInt8], _ subject: String) throws(PostgresFailure) {
    guard isUsable else { throw words(subject).unusable() }
    // Refused when the server has ended the command: then its answer says why.
    guard handle.putCopyData(piece) == 1 else { throw try copyFailure(subject) }
    try drain(subject)
  }

  private mutating func drain(_ subject: String) throws(PostgresFailure) {
    let patience = settings.timeouts.network * 4
    var deadline: ContinuousClock.Instant?
    while true {
      if isCancelled() { throw giveUp(words(subject).cancelled()) }
      let left = handle.flush()
      if left == 0 { return }
      guard left > 0, handle.consumeInput() else { throw giveUp(words(subject).interrupted()) }
      if SocketWait.slice(handle.socket, writing: true) {
        deadline = nil
        continue
      }
      let now = ContinuousClock.now
      if now > deadline ?? now { throw giveUp(words(subject).silent(seconds: patience)) }
      deadline = deadline ?? now + .seconds(patience)
    }
  }

  private mutating func copyFailure(_ subject: String) throws(PostgresFailure) -> PostgresFailure {
    guard let answer = try nextAnswer(subject), answer.status != PGRES_COPY_IN else { return giveUp(words(subject).interrupted()) }
    return try lastFailure(answer, subject)
  }

  @discardableResult
  private mutating func endCopy(_ subject: String, failing: Bool) throws(PostgresFailure) -> Int {
    guard isUsable, handle.putCopyEnd(failing ? "given up" : nil) else { throw words(subject).unusable() }
    var rows = 0
    while let answer = try nextAnswer(subject) {
      guard answer.status == PGRES_COMMAND_OK else { throw try lastFailure(answer, subject) }
      rows = answer.touchedRows
    }
    return rows
  }
}
