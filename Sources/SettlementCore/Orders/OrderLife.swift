/// The life of one order in money (SPEC §4): what every share holds and has earned after the events so far.
///
/// A state machine that is fed an order's events in their order and leaves, after each of them, the lines of its posting group in `lines` and the
/// moves of tiered shares in `ladderMoves`. One value serves many orders one after the other: `post` starts anew and keeps the buffers.
///
/// Laws, checked by `checkLaws`: Σ shares = B − Σ b; no share holds or has earned less than nothing; only the remainder may be negative.
public struct OrderLife: Sendable {
  /// What is known of one share.
  public struct ShareState: Sendable {
    /// Locked and not owed yet, minor units.
    public internal(set) var held: Int64 = 0
    /// Owed, minor units.
    public internal(set) var earned: Int64 = 0
    /// Units that can still be redeemed, were refunded, have expired.
    public internal(set) var pending: Int64 = 0
    public internal(set) var cancelled: Int64 = 0
    public internal(set) var lapsed: Int64 = 0
    /// What the lapsed units held when they lapsed (L of SPEC §4) and the base behind it.
    public internal(set) var lapsedAmount: Int64 = 0
    public internal(set) var lapsedBase: Int64 = 0
    /// Redemptions that stand, and what they earned (Σe of SPEC §4).
    public internal(set) var liveCount: Int64 = 0
    public internal(set) var liveSum: Int64 = 0
    /// Tiered: the base behind what is held; without entitlement: behind what is earned.
    public internal(set) var baseLeft: Int64 = 0
    public internal(set) var party: Int32 = 0
  }

  /// A redemption that has earned.
  public struct Earning: Sendable {
    public let redemption: Int32
    public let share: Int32
    public let amount: Int64
    public let base: Int64
    public internal(set) var isLive: Bool
  }

  /// A refund that has posted, with everything that its undo needs.
  public struct RefundState: Sendable {
    public struct Part: Sendable {
      public internal(set) var share: Int
      public internal(set) var units: Int64 = 0
      public internal(set) var free: Int64 = 0
      public internal(set) var held: Int64 = 0
      public internal(set) var earned: Int64 = 0
      public internal(set) var baseFree: Int64 = 0
      public internal(set) var baseTaken: Int64 = 0
    }
    public let refund: Int32
    /// The whole refund, and what has been taken of the order (r′ in all).
    public let amount: Int64
    public internal(set) var granted: Int64 = 0
    /// b in all.
    public internal(set) var fromShares: Int64 = 0
    /// What went to fees or subsidy.
    public internal(set) var elsewhere: Int64 = 0
    public internal(set) var remainder: Int64 = 0
    public internal(set) var parts: [Part] = []
    public internal(set) var isUndone = false
  }

  public internal(set) var terms: Terms?
  public internal(set) var shares: [ShareState] = []
  /// The platform's remainder; the only part that may be negative.
  public internal(set) var remainder: Int64 = 0
  /// B, the amount that was split, and Σ b, what refunds have taken of it.
  public internal(set) var base: Int64 = 0
  public internal(set) var returned: Int64 = 0
  /// P and R.
  public internal(set) var paid: Int64 = 0
  public internal(set) var refunded: Int64 = 0
  /// Business date of paid_at.
  public internal(set) var day = CalendarDay(number: 0)

  /// The group of the last event.
  public internal(set) var lines = GroupLines()
  /// What the last event moved on ladders.
  public internal(set) var ladderMoves: [LadderMove] = []

  public internal(set) var earnings: [Earning] = []
  public internal(set) var refunds: [RefundState] = []
  private var shownHeld: Int64 = 0
  private var shownEarned: Int64 = 0

  public init() {}

  /// True while a unit can still be redeemed: the remainder is held, else it is revenue.
  public var isPending: Bool {
    for share in shares where share.pending > 0 { return true }
    return false
  }

  /// True when a paid order has given everything back.
  public var isWhollyRefunded: Bool { paid > 0 && paid == refunded }

  /// What all shares and the remainder have together (H of SPEC §4).
  public var total: Int64 {
    var sum = remainder
    for share in shares { sum += share.held + share.earned }
    return sum
  }

  /// What custody holds of the order: P less every refund that stands, its waiting excess included.
  var custody: Int64 { refunds.reduce(paid) { $1.isUndone ? $0 : $0 - $1.amount } }

  /// Forgets the order and keeps the buffers.
  mutating func clear() {
    shares.removeAll(keepingCapacity: true)
    earnings.removeAll(keepingCapacity: true)
    refunds.removeAll(keepingCapacity: true)
    lines.removeAll()
    ladderMoves.removeAll(keepingCapacity: true)
    (remainder, base, returned, paid, refunded, shownHeld, shownEarned) = (0, 0, 0, 0, 0, 0, 0)
  }

  /// Empties the group before an event.
  mutating func begin() {
    lines.removeAll()
    ladderMoves.removeAll(keepingCapacity: true)
  }

  /// Posts the remainder's move, part of the group of the event that causes it (SPEC §6).
  mutating func finish() {
    let pending = isPending
    let (held, earned) = pending ? (remainder, 0) : (0, remainder)
    lines.add(.held(Party.platform), shownHeld - held)
    lines.add(.revenue, shownEarned - earned)
    (shownHeld, shownEarned) = (held, earned)
    assert(lines.balance == 0, "a posting group sums to zero")
  }

  /// The platform's two balances: what the remainder shows on `held:platform` and on `revenue`.
  public var remainderHeld: Int64 { shownHeld }
  public var remainderEarned: Int64 { shownEarned }

  /// Nil when every law holds, else the broken one in words.
  public func brokenLaw() -> String? {
    if total != base - returned { return "the shares sum to \(total), but B − Σb is \(base - returned)" }
    for (place, share) in shares.enumerated() {
      if share.held < 0 || share.earned < 0 { return "share \(place) holds \(share.held) and has earned \(share.earned)" }
      if share.pending < 0 || share.cancelled < 0 || share.lapsed < 0 { return "share \(place) counts units below zero" }
      if share.pending == 0 && share.held != 0 { return "share \(place) holds \(share.held) for no pending unit" }
    }
    return refunded > paid ? "\(refunded) of \(paid) were refunded" : nil
  }
}
