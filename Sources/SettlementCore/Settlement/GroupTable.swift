/// Posting groups in columns: a header each, and their lines one behind the other.
public struct GroupTable: Sendable {
  /// Row in the event table; −1 for a lapse.
  public private(set) var event: [Int32] = []
  public private(set) var kind: [GroupKind] = []
  /// Row of the order.
  public private(set) var order: [Int32] = []
  /// Row of the redemption or refund; for a lapse the index of the share; for an order its row.
  public private(set) var record: [Int32] = []
  /// What was earned (earn: the price, once ladders are climbed), granted (refund) or lapsed. Minor units.
  public var value: [Int64] = []
  private var lineEnd: [Int32] = []
  /// Accounts and amounts of all lines; whoever prints leaves out zero lines.
  public private(set) var account: [Int32] = []
  public private(set) var amount: [Int64] = []

  public init() {}

  public var count: Int { kind.count }

  /// Makes room: arrays that grow leave their old selves behind, which nobody reads and everybody waits for.
  mutating func reserve(groups: Int, lines: Int) {
    event.reserveCapacity(groups)
    kind.reserveCapacity(groups)
    order.reserveCapacity(groups)
    record.reserveCapacity(groups)
    value.reserveCapacity(groups)
    lineEnd.reserveCapacity(groups)
    account.reserveCapacity(lines)
    amount.reserveCapacity(lines)
  }

  /// Appends a group. `keepingZeros`: lines of zero are kept because a ladder's price may still change them.
  public mutating func append(
    _ lines: GroupLines, event: Int32, kind: GroupKind, order: Int32, record: Int32, value: Int64, keepingZeros: Bool = false
  ) {
    for line in lines.lines where keepingZeros || line.amount != 0 {
      account.append(line.account.code)
      amount.append(line.amount)
    }
    self.event.append(event)
    self.kind.append(kind)
    self.order.append(order)
    self.record.append(record)
    self.value.append(value)
    lineEnd.append(Int32(account.count))
  }

  /// The places of a group's lines in `account` and `amount`.
  @inline(__always)
  public func lines(_ group: Int) -> Range<Int> { (group == 0 ? 0 : Int(lineEnd[group - 1]))..<Int(lineEnd[group]) }

  /// Moves an amount from one account's line of a group to another's; both lines must be there.
  mutating func move(_ difference: Int64, in group: Int, to account: Account, from other: Account) {
    if account == other { return }
    for line in lines(group) {
      if self.account[line] == account.code { amount[line] += difference }
      if self.account[line] == other.code { amount[line] -= difference }
    }
  }

  /// True when every line is zero: such a group takes no number.
  @inline(__always)
  public func isEmpty(_ group: Int) -> Bool {
    for line in lines(group) where amount[line] != 0 { return false }
    return true
  }
}
