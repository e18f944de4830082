import Faults

/// What went wrong in one attempt, and whether another one may help.
struct Fault: Error {
  let kind: TransferFailure.Kind
  let expected: String
  let found: String
  let advice: String
  /// Another attempt may succeed.
  var isTransient = false
  /// What has arrived cannot be continued.
  var startsAnew = false
  /// The server surely did nothing: even a POST may be sent again.
  var isUntouched = false
  /// What the server asked us to wait.
  var retryAfter: Duration?
  var status: Int?
  var cause: (any Error)?
}

extension Fault {
  /// The same, but worth one more attempt from the first byte.
  func again() -> Fault {
    var fault = self
    fault.isTransient = true
    fault.startsAnew = true
    return fault
  }

  /// Names an effect right before it is done; throws what a broken connection would be where a plan of faults says that it fails.
  static func begin(_ effect: Effect, _ place: String) throws(Fault) {
    do throws(InjectedFault) {
      try Effect.at(effect, place)
    } catch {
      if error.isDeath { throw .cancelled }
      throw Fault(
        kind: .incomplete, expected: "the whole file", found: "a connection that broke", advice: "check the network and run again",
        isTransient: true)
    }
  }

  /// Adds to the fault what happened around it.
  func failure(
    of request: FileRequest, at location: String, attempts: Int, waited: Duration, ending: Ending, serverTime: Int64? = nil
  ) -> TransferFailure {
    let tried = "attempt \(attempts) of \(request.retry.attempts), waited \(waited.shown)"
    let history =
      switch ending {
      case .atOnce where attempts <= 1: ""
      case .atOnce, .attemptsUsedUp: " (\(tried))"
      case .budgetUsedUp: " (\(tried): nothing is left of the \(request.retry.budget.total.shown) its source may wait)"
      case .deadline: " (\(tried): the next would begin after the deadline of \(request.limits.deadline.shown))"
      }
    return TransferFailure(
      kind: kind, what: request.method == .get ? "fetch" : "send to", location: location, expected: expected, found: found + history,
      advice: advice, status: status, attempts: attempts, waited: waited, serverTime: serverTime, cause: cause)
  }

  /// Why there was no further attempt.
  enum Ending { case atOnce, attemptsUsedUp, budgetUsedUp, deadline }
}

extension Duration {
  /// "12 s", "0.3 s": tenths, rounded down.
  var shown: String {
    let tenths = milliseconds / 100
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
}
