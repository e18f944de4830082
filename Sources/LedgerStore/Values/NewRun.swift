import SettlementCore

/// Everything that one run adds.
///
/// Where a record of this run is meant (the order of a redemption, what waits, what is reversed …), `RecordReference.new(row:)` stands for
/// its number. `run` fields of added values are ignored unless said otherwise: everything is of this run.
public struct NewRun: Sendable {
  /// One above the newest run's.
  public var number: Int32
  public var day: CalendarDay
  public var sequence: Int
  /// The business time zone: stored by the first run, and compared by every later one.
  public var zone: String
  public var firstGroup: Int64 = 0
  public var groupCount: Int64 = 0
  /// Canonical JSON of the manifest.
  public var summary = "{}"

  /// All names, those of `LedgerState` first and unchanged.
  public var parties = Terminology()
  public var bundles = Terminology()
  public var entitlements = Terminology()
  /// The versions beyond those of `LedgerState`, numbered on from them.
  public var versions: [StoredVersion] = []

  /// New orders; split in this run when `terms` is not −1. `run` is ignored.
  public var orders = OrderBatch()
  public var redemptions = NewRedemptions()
  public var refunds = NewRefunds()
  /// The card codes' HMACs of the new redemptions, row by row, empty where there is none; no rows at all when none has one.
  public var codes = TextColumn()
  /// What stands for the buyers of the new orders, row by row, empty where there is none; no rows at all when none has one.
  public var buyers = TextColumn()
  /// How far this run has read its sources, by name.
  public var marks: [String: String] = [:]
  /// New payouts; posted in this run when `run` is its number.
  public var payouts: [PayoutRecord] = []

  public var reversals: [NewReversal] = []
  public var failures: [NewFailure] = []
  public var latePostings: [LatePosting] = []
  /// Removed first, by feed, what and number; then added, in place of one that is there.
  public var waitingRemoved: [WaitingRecord] = []
  public var waitingAdded: [WaitingRecord] = []

  /// The new state of every ladder that this run touched.
  public var ladders: [LadderKey: Ladder] = [:]
  public var movements: [Movement] = []
  /// The new balance of every account that this run touched.
  public var balances: [AccountBalance] = []
  public var adjusts: [AdjustRecord] = []
  /// Which of them correct a closed period by other terms.
  public var corrections: [CorrectionRecord] = []
  /// A version for every discrepancy that is new or changed.
  public var discrepancies: [DiscrepancyRow] = []

  /// What this run made of the decisions that were pending.
  public var decisionOutcomes: [DecisionOutcome] = []
  /// Numbers of applied decisions that hold no longer.
  public var decisionsEnded: [Int64] = []

  public var statementFiles: [StatementFile] = []
  public var linesKept: [KeptLine] = []
  /// Numbers of kept lines that found their counterpart.
  public var linesClosed: [Int64] = []
  /// Numbers of kept lines, open or answered, that a statement issued anew has taken back; open ones stand in `linesClosed`, too.
  public var linesReplaced: [Int64] = []
  /// In the order in which they are shown.
  public var linesReissued: [ReissuedLine] = []
  /// Removed first, then added.
  public var claimsRemoved: [OpenClaim] = []
  public var claimsAdded: [OpenClaim] = []
  /// By partner, every group that this run opens, moves or closes; `posted` is ignored.
  public var lineGroups: [String: LineGroups] = [:]
  public var rejects: [RejectRecord] = []

  public init(number: Int32, day: CalendarDay, sequence: Int, zone: String) {
    self.number = number
    self.day = day
    self.sequence = sequence
    self.zone = zone
  }
}

/// New redemptions, in columns of equal length.
public struct NewRedemptions: Sendable {
  /// Ids, entitlement, redeemedAt, day, group and price count, and orderIDs where the order is unknown; a reversal stands in
  /// `NewRun.reversals`.
  public var batch = RedemptionBatch()
  /// The order's number or a `RecordReference`.
  public var orderNumber: [Int64] = []
  /// The rows in the byte order of their ids, where the caller knows it.
  public var order: [Int32]?
  /// It earned in this run (`group` and `price` say what).
  public var posted: [Bool] = []

  public init() {}
}

/// New refunds, in columns of equal length.
public struct NewRefunds: Sendable {
  /// Ids, amount, exponent, entitlement, units, refundedAt, day and group count, and orderIDs where the order is unknown; a failure stands
  /// in `NewRun.failures`, an excess in `NewRun.waitingAdded` and `NewRun.latePostings`.
  public var batch = RefundBatch()
  /// The order's number or a `RecordReference`.
  public var orderNumber: [Int64] = []
  /// It posted in this run.
  public var posted: [Bool] = []

  public init() {}
}

/// What `append` made of a run.
public struct AppendedRun: Sendable {
  public let record: RunRecord
  /// The number of every row of the new batches.
  public let orders: [Int64]
  public let redemptions: [Int64]
  public let refunds: [Int64]
  public let payouts: [Int64]
}
