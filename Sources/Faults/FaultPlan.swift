import Glibc
import Synchronization

/// Which effect of a process fails, and how. For tests only: no configuration can set one.
///
/// Plans count the effects whose path begins with one of their scope, so that tests beside each other do not meet each other's. Effects of
/// threads side by side come in any order; how many there are does not depend on it.
public final class FaultPlan: Sendable {
  public enum Mode: Equatable, Sendable {
    /// Nothing fails: how many effects are there?
    case count
    /// The k-th effect fails with an `errno`; all others succeed.
    case fail(Int, Int32)
    /// The k-th effect and every later one fail and nothing is done, as if the process had ended there: no clean-up acts.
    case die(Int)
    /// The process is killed (SIGKILL) right before the k-th effect.
    case kill(Int)
  }

  public let mode: Mode
  /// Beginnings of paths; none: every effect counts.
  private let scope: [String]
  /// Nil: effects of every kind count.
  private let kinds: Set<Effect>?
  private let watch: (@Sendable (Effect, String, String?) -> Void)?
  private let met = Mutex(0)

  /// `watch` is told of each effect that is about to be done, one at a time.
  public init(
    _ mode: Mode, scope: [String] = [], kinds: Set<Effect>? = nil, watch: (@Sendable (Effect, String, String?) -> Void)? = nil
  ) {
    (self.mode, self.scope, self.kinds, self.watch) = (mode, scope, kinds, watch)
  }

  /// How many effects there were.
  public var count: Int { met.withLock { $0 } }

  /// The plan's moment has come.
  public var hasStruck: Bool {
    switch mode {
    case .count: false
    case .fail(let place, _), .die(let place), .kill(let place): count >= place
    }
  }

  /// Lets the plan act while `body` runs.
  public func during<Result>(_ body: () throws -> Result) rethrows -> Result {
    install()
    defer { remove() }
    return try body()
  }

  /// Lets the plan act from now on.
  public func install() {
    Self.plans.withLock { $0.append(self) }
    Self.installed.add(1, ordering: .sequentiallyConsistent)
  }

  private func remove() {
    Self.plans.withLock { $0.removeAll { $0 === self } }
    Self.installed.subtract(1, ordering: .sequentiallyConsistent)
  }

  // MARK: Meeting effects

  private static let plans = Mutex<[FaultPlan]>([])
  private static let installed = Atomic(0)

  static var isInstalled: Bool { installed.load(ordering: .relaxed) != 0 }

  static func meet(_ effect: Effect, _ path: String, _ target: String?) throws(InjectedFault) {
    for plan in plans.withLock({ $0 }) { try plan.meet(effect, path, target) }
  }

  private func meet(_ effect: Effect, _ path: String, _ target: String?) throws(InjectedFault) {
    if let kinds, !kinds.contains(effect) { return }
    if !scope.isEmpty, !scope.contains(where: path.hasPrefix) { return }
    let struck: InjectedFault? = met.withLock { met in
      met += 1
      let fault = self.fault(at: met)
      if fault == nil { watch?(effect, path, target) }
      return fault
    }
    if let struck { throw struck }
  }

  private func fault(at place: Int) -> InjectedFault? {
    switch mode {
    case .count: return nil
    case .fail(let at, let code): return place == at ? InjectedFault(code: code, isDeath: false) : nil
    case .die(let at): return place >= at ? InjectedFault(code: ECANCELED, isDeath: true) : nil
    case .kill(let at):
      if place == at { _ = Glibc.kill(getpid(), SIGKILL) }
      return nil
    }
  }
}
