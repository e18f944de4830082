/// The lines of one posting group while it is made: one amount per account, debit +, credit − (SPEC §6).
///
/// Law: when the group is finished its amounts sum to zero; `balance` is what is still missing.
public struct GroupLines: Sendable {
  public struct Line: Sendable {
    public let account: Account
    public var amount: Int64

    @inlinable init(account: Account, amount: Int64) {
      self.account = account
      self.amount = amount
    }
  }

  /// In the order of their first mention; amounts may be zero.
  public private(set) var lines: [Line] = []

  public init() {}

  /// Adds to an account's line. Minor units; traps rather than wraps.
  @inline(__always)
  public mutating func add(_ account: Account, _ amount: Int64) {
    if amount == 0 { return }
    for place in lines.indices where lines[place].account.code == account.code {
      lines[place].amount += amount
      return
    }
    lines.append(Line(account: account, amount: amount))
  }

  /// Makes sure that an account has a line, be it zero.
  mutating func ensure(_ account: Account) {
    if !lines.contains(where: { $0.account == account }) { lines.append(Line(account: account, amount: 0)) }
  }

  @inline(__always)
  public mutating func removeAll() { lines.removeAll(keepingCapacity: true) }

  /// The sum of all lines, zero for a finished group.
  public var balance: Int64 { lines.reduce(0) { $0 + $1.amount } }

  /// True when no line is left once zero lines are left out: such a group takes no number.
  public var isEmpty: Bool { lines.allSatisfy { $0.amount == 0 } }
}
