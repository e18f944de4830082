import SettlementCore

/// What `run.json` says: the manifest of a run and its totals (SPEC §9, §11).
///
/// Lists are printed in the order given; the caller sorts them. Amounts are decimal texts with the currency's decimals.
public struct RunSummary: Codable, Equatable, Sendable {
  /// `D-NNN`.
  public var run: String
  /// `yyyy-MM-dd`.
  public var businessDay: String
  public var zone: String
  /// The day whose inputs it read instead of its own; nil: its own.
  public var inputsOf: String?
  /// The head of the ledger's journal after the run, in hex; nil: the run stood there before the ledger had a journal.
  public var head: String?
  public var sources: [Source]
  public var rules: [Rule]
  public var counts: Counts
  public var totals: [AccountTotal]
  public var discrepancies: [DiscrepancyCount]
  public var buckets: [Bucket]
  /// Nil: none.
  public var reissued: [Reissued]?
  /// The money of the run by groups of accounts. Nil, as all that follows: a run of a version that did not tell it.
  public var money: [MoneyRow]?
  /// In the order of the rules.
  public var partners: [Partner]?
  /// By kind, then by partner or channel.
  public var risks: [Risk]?
  public var differences: [Difference]?
  /// At most twenty.
  public var largest: [Largest]?
  /// What is open, by what is to be done about it; the most first.
  public var tasks: [Task]?
  /// Of the thirty business days up to this one those that have run, ascending.
  public var trend: [TrendDay]?
  public var outputs: [Output]
  public var exitCode: Int

  public init(
    run: String, businessDay: CalendarDay, zone: String, sources: [Source] = [], rules: [Rule] = [], counts: Counts = Counts(),
    totals: [AccountTotal] = [], discrepancies: [DiscrepancyCount] = [], buckets: [Bucket] = [], outputs: [Output] = [], exitCode: Int = 0
  ) {
    self.run = run
    self.businessDay = businessDay.description
    self.zone = zone
    self.sources = sources
    self.rules = rules
    self.counts = counts
    self.totals = totals
    self.discrepancies = discrepancies
    self.buckets = buckets
    self.outputs = outputs
    self.exitCode = exitCode
  }

  /// The file: keys sorted as bytes and written in snake case, two spaces, LF, no floating point, a final line end.
  public var json: [UInt8] { Array(CanonicalJSON.document(self).utf8) }
}
