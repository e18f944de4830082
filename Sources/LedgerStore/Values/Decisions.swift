import SettlementCore

/// What a person decided about a discrepancy, on the amounts that stood then.
public struct DecisionRecord: Hashable, Sendable {
  /// 0 in a new one: the ledger numbers decisions from 1, in the order in which they are made.
  public var number: Int64
  public var identity: DiscrepancyIdentity
  public var decision: Decision
  public var reason: String
  /// Who decided.
  public var by: String
  /// The amounts it was made on: minor units of `currency`; nil: empty.
  public var ours: Int64?
  public var theirs: Int64?
  public var currency: Currency
  /// The newest run when it was made.
  public var afterRun: Int32

  public init(
    number: Int64 = 0, identity: DiscrepancyIdentity, decision: Decision, reason: String, by: String, ours: Int64?, theirs: Int64?,
    currency: Currency, afterRun: Int32
  ) {
    self.number = number
    self.identity = identity
    self.decision = decision
    self.reason = reason
    self.by = by
    self.ours = ours
    self.theirs = theirs
    self.currency = currency
    self.afterRun = afterRun
  }
}

/// What a run made of a decision.
public struct DecisionOutcome: Hashable, Sendable {
  public enum What: String, Sendable, CaseIterable {
    /// The discrepancy was resolved by it.
    case applied
    /// The amounts were not those any more; nothing happened.
    case changed
    /// The discrepancy had resolved itself; nothing happened.
    case gone
    /// A later decision on the same discrepancy took its place.
    case replaced
  }
  /// Whose amount an adjust moved for good: that of our claim, or that of a line of theirs without one.
  public enum Side: String, Sendable, CaseIterable {
    case claim, line
  }
  public var number: Int64
  /// Any in a new run.
  public var run: Int32
  public var what: What
  /// How the discrepancy looks from now on, as long as nothing new happens: minor units.
  public var ours: Int64?
  public var theirs: Int64?
  /// Tells one cause from another where amounts do not; empty where they do.
  public var cause: String
  /// What was posted as adjust; nil: nothing.
  public var amount: Int64?
  public var side: Side

  public init(
    number: Int64, run: Int32 = 0, what: What, ours: Int64? = nil, theirs: Int64? = nil, cause: String = "", amount: Int64? = nil,
    side: Side = .claim
  ) {
    self.number = number
    self.run = run
    self.what = what
    self.ours = ours
    self.theirs = theirs
    self.cause = cause
    self.amount = amount
    self.side = side
  }
}

/// A decision with what became of it.
public struct DecisionHistory: Hashable, Sendable {
  public var record: DecisionRecord
  /// Nil: no run has looked at it yet.
  public var outcome: DecisionOutcome?
  /// The run in which an applied decision ceased to hold: the matter went away, or came back as another.
  public var endRun: Int32?

  public init(record: DecisionRecord, outcome: DecisionOutcome?, endRun: Int32?) {
    self.record = record
    self.outcome = outcome
    self.endRun = endRun
  }
}
