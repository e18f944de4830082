/// A step that changes something outside the process, or takes something from a network. Each is named right before it is done.
///
/// For tests only: a ``FaultPlan`` lets the k-th of them fail, or lets the process die there. Without a plan this costs one relaxed look.
public enum Effect: String, Sendable, CaseIterable {
  /// A file made or opened to be made.
  case create
  case write
  case fsync
  /// One name becomes another; `to` is the new one.
  case rename
  /// Two names change places.
  case exchange
  case makeFolder
  case remove
  /// A ledger's transaction begins, one of its writes, and its commit.
  case transaction, statement, commit
  /// libxlsxwriter writes its file; the file is read again.
  case workbook, readBack
  case connect
  /// A piece of a transfer, or some rows of a query.
  case networkRead
  /// A mail, a webhook, the file of figures.
  case notice

  /// Call right before the effect, and do it only when this returns.
  ///
  /// `path`: the file, the ledger or the place that it is done to. Throws when a plan says that it fails; the caller turns that into what a
  /// real failure of the step would be.
  public static func at(_ effect: Effect, _ path: @autoclosure () -> String, to target: String? = nil) throws(InjectedFault) {
    if FaultPlan.isInstalled { try FaultPlan.meet(effect, path(), target) }
  }

  /// The same for clean-up whose failure changes nothing: false when it is not to be done.
  public static func happens(_ effect: Effect, _ path: @autoclosure () -> String) -> Bool {
    do throws(InjectedFault) {
      try at(effect, path())
      return true
    } catch {
      return false
    }
  }
}

/// An effect fails because a ``FaultPlan`` says so.
public struct InjectedFault: Error, Equatable, Sendable {
  /// The `errno` that it fails with.
  public let code: Int32
  /// The process counts as dead: it does not try again.
  public let isDeath: Bool
}
