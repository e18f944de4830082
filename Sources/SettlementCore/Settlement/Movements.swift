/// What the groups of a run move, summed by currency, account, day and kind: the source of balances, roll-forwards and summaries.
///
/// The day is the business date; of the payable of a partner with days of its own (SPEC §2), the partner's day.
public struct Movements: Sendable {
  public struct Key: Hashable, Sendable {
    public let currency: Currency
    public let account: Account
    public let day: CalendarDay
    public let kind: GroupKind

    public init(currency: Currency, account: Account, day: CalendarDay, kind: GroupKind) {
      self.currency = currency
      self.account = account
      self.day = day
      self.kind = kind
    }
  }
  public struct Sum: Sendable {
    public var amount: Int64 = 0
    public var lines: Int64 = 0

    public init(amount: Int64 = 0, lines: Int64 = 0) {
      self.amount = amount
      self.lines = lines
    }
  }
  /// One block of sums per (currency, day, kind), by account code.
  private struct Block {
    let currency: Currency
    let day: Int32
    let kind: GroupKind
    var amounts: [Int64] = []
    var lines: [Int64] = []
  }
  private var blocks: [Block] = []
  private var latest: [Int]

  public init() { latest = [Int](repeating: -1, count: GroupKind.allCases.count) }

  /// Adds a line. Throws `AmountOverflow` when a total leaves 64 bits.
  @inline(__always)
  public mutating func add(
    _ amount: Int64, to account: Int32, _ currency: Currency, day: Int32, _ kind: GroupKind
  ) throws(AmountOverflow) {
    let block = self.block(currency, day, kind)
    let code = Int(account)
    if code >= blocks[block].amounts.count {
      let more = code + 32 - blocks[block].amounts.count
      blocks[block].amounts.append(contentsOf: repeatElement(0, count: more))
      blocks[block].lines.append(contentsOf: repeatElement(0, count: more))
    }
    let (sum, overflow) = blocks[block].amounts[code].addingReportingOverflow(amount)
    if overflow { throw AmountOverflow() }
    blocks[block].amounts[code] = sum
    blocks[block].lines[code] += 1
  }

  @inline(__always)
  private mutating func block(_ currency: Currency, _ day: Int32, _ kind: GroupKind) -> Int {
    let last = latest[Int(kind.rawValue)]
    if last >= 0, blocks[last].day == day, blocks[last].currency == currency { return last }
    let found = blocks.firstIndex { $0.kind == kind && $0.day == day && $0.currency == currency }
    if found == nil { blocks.append(Block(currency: currency, day: day, kind: kind)) }
    latest[Int(kind.rawValue)] = found ?? blocks.count - 1
    return latest[Int(kind.rawValue)]
  }

  /// Counts a line that was added on another day. Throws `AmountOverflow` when a total leaves 64 bits.
  public mutating func move(
    _ amount: Int64, of account: Int32, _ currency: Currency, from old: Int32, to new: Int32, _ kind: GroupKind
  ) throws(AmountOverflow) {
    if old == new { return }
    try add(amount, to: account, currency, day: new, kind)
    try add(-amount, to: account, currency, day: old, kind)
    blocks[block(currency, old, kind)].lines[Int(account)] -= 2
  }

  /// Adds what another part of the run moved.
  public mutating func add(_ other: Movements) throws(AmountOverflow) {
    for (key, sum) in other.sums {
      try add(sum.amount, to: key.account.code, key.currency, day: key.day.number, key.kind)
      let block = block(key.currency, key.day.number, key.kind)
      blocks[block].lines[Int(key.account.code)] += sum.lines - 1
    }
  }

  /// Every sum with at least one line, in no particular order.
  public var sums: [(key: Key, sum: Sum)] {
    var sums: [(key: Key, sum: Sum)] = []
    for block in blocks {
      for code in block.lines.indices where block.lines[code] > 0 {
        let key = Key(
          currency: block.currency, account: Account(code: Int32(code)), day: CalendarDay(number: block.day), kind: block.kind)
        sums.append((key, Sum(amount: block.amounts[code], lines: block.lines[code])))
      }
    }
    return sums
  }

  /// The change of every account. Throws `AmountOverflow`.
  public func changes() throws(AmountOverflow) -> [Currency: [Account: Int64]] {
    var changes: [Currency: [Account: Int64]] = [:]
    for (key, sum) in sums {
      changes[key.currency, default: [:]][key.account] = try (changes[key.currency]?[key.account] ?? 0).adding(sum.amount)
    }
    return changes
  }
}
