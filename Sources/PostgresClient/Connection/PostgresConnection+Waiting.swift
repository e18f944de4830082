import CPostgres

extension PostgresConnection {
  /// The next answer of the statement that was sent, `nil` after the last.
  @inline(__always)
  mutating func nextAnswer(_ subject: String) throws(PostgresFailure) -> Answer? {
    if handle.isBusy { try awaitAnswer(subject) }
    return handle.nextAnswer()
  }

  /// Sends what is left and reads until an answer is there. A server that says nothing for as long as its own statement timeout
  /// should allow, and five seconds more, is dead even when its kernel still answers probes.
  @inline(never)
  private mutating func awaitAnswer(_ subject: String) throws(PostgresFailure) {
    let patience = settings.timeouts.statement + 5
    var deadline: ContinuousClock.Instant?
    while handle.isBusy {
      if isCancelled() { throw giveUp(words(subject).cancelled()) }
      let left = handle.flush()
      guard left >= 0, handle.consumeInput() else { throw giveUp(words(subject).interrupted()) }
      guard handle.isBusy else { return }
      if SocketWait.slice(handle.socket, writing: left > 0) {
        deadline = nil
        continue
      }
      let now = ContinuousClock.now
      if now > deadline ?? now { throw giveUp(words(subject).silent(seconds: patience)) }
      deadline = deadline ?? now + .seconds(patience)
    }
  }

  /// Stops the statement on the server and takes no more of this connection. A connection that is gone already has nothing to stop.
  mutating func giveUp(_ failure: PostgresFailure) -> PostgresFailure {
    abandon()
    return failure
  }

  mutating func abandon() {
    guard isUsable else { return }
    isUsable = false
    if !handle.isBad { handle.canceller()?.ask() }
  }
}
