import Glibc

extension FaultPlan {
  /// The variable of the environment that gives the built command a plan, in its tests.
  public static let variable = "QINGFEN_FAULTS"

  /// Reads `count`, `kill@17`, `die@17`, `fail@17` (EIO) or `fail@17:ENOSPC`. Throws `MalformedFaultPlan`.
  public convenience init(_ text: String) throws(MalformedFaultPlan) {
    guard let mode = Self.mode(text) else { throw MalformedFaultPlan(text: text) }
    self.init(mode)
  }

  /// Errors that files and disks give.
  private static let codes: [Substring: Int32] = ["EIO": EIO, "ENOSPC": ENOSPC, "EDQUOT": EDQUOT, "EROFS": EROFS, "EACCES": EACCES]

  private static func mode(_ text: String) -> Mode? {
    if text == "count" { return .count }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let place = parts[1].prefix { $0 != ":" }
    let code = parts[1].dropFirst(place.count)
    guard let number = Int(place), number > 0 else { return nil }
    switch (parts[0], code.isEmpty) {
    case ("kill", true): return .kill(number)
    case ("die", true): return .die(number)
    case ("fail", _):
      guard let code = code.isEmpty ? EIO : codes[code.dropFirst()] else { return nil }
      return .fail(number, code)
    default: return nil
    }
  }
}

/// A plan of faults that says nothing (exit 64).
public struct MalformedFaultPlan: Error, CustomStringConvertible {
  let text: String

  public var description: String {
    "\(FaultPlan.variable): expected count, kill@K, die@K, fail@K or fail@K:ENOSPC with K from 1, found '\(text)'; "
      + "unset it: it is for tests only"
  }
}
