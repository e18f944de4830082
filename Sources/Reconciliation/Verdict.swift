import SettlementCore

/// In which of the buckets a row ends; every row of either side ends in exactly one (SPEC §7).
public enum Bucket: UInt8, Sendable, CaseIterable {
  case matched
  /// Matched within the tolerance; the difference is posted once as `adjust`.
  case tolerated
  /// Ours, of a day whose file has not come whole, or theirs, dated after the run's day, or repeated by an incomplete statement: no finding yet.
  case awaited
  case missingAtPartner, missingAtStore, amount, item, currency, duplicate, status, refundNotReversed
  /// All agrees but the fee that was kept back.
  case fee

  /// The kind of finding, nil where there is none.
  public var kind: DiscrepancyKind? {
    switch self {
    case .matched, .awaited: nil
    case .tolerated, .amount, .fee: .amount
    case .missingAtPartner: .missingAtPartner
    case .missingAtStore: .missingAtStore
    case .item: .item
    case .currency: .currency
    case .duplicate: .duplicate
    case .status: .status
    case .refundNotReversed: .refundNotReversed
    }
  }
}

/// What became of a claim, a line or a pair that is not plainly matched.
public struct Verdict: Sendable {
  /// Row of the claim and of the line; −1 without.
  public let claim: Int32
  public let line: Int32
  public let bucket: Bucket
  public let state: Finding.State
  /// Which time its key is met on its side, from 1.
  public let occurrence: Int32
  /// A pair whose fees differ beside what its bucket says: a finding of its own.
  public var fees: FeeDifference?
}

/// What earlier runs know of a leftover line's key.
public struct SettledKeys: Sendable {
  /// Rows of lines whose key and type were matched in an earlier run: they are repeats.
  public var same: Set<Int32> = []
  /// Rows of reversed lines whose redeemed line was matched in an earlier run.
  public var counterpart: Set<Int32> = []
  /// Rows of an incomplete statement that repeat what an earlier version of it answered: no finding.
  public var answered: Set<Int32> = []

  public init() {}
}

/// How much each side brought, and where it ended: the law of buckets, checked every run.
public struct BucketCounts: Sendable {
  public internal(set) var claims: [Bucket: Int] = [:]
  public internal(set) var lines: [Bucket: Int] = [:]
  /// Sums by currency of all rows: minor units in 128 bits.
  public internal(set) var claimSum: [Bucket: Int128] = [:]
  public internal(set) var lineSum: [Bucket: Int128] = [:]

  public init() {}

  /// The law of buckets: counts and sums of all buckets equal the inputs'.
  func check(_ claims: ClaimTable, _ lines: LineTable) throws(BrokenLaw) {
    let claimTotal = claims.amount.reduce(Int128(0)) { $0 + Int128($1) }
    let lineTotal = lines.amount.reduce(Int128(0)) { $0 + Int128($1) }
    guard self.claims.values.reduce(0, +) == claims.count, self.lines.values.reduce(0, +) == lines.count,
      claimSum.values.reduce(0, +) == claimTotal, lineSum.values.reduce(0, +) == lineTotal
    else { throw BrokenLaw("reconciliation lost or doubled a line: \(claims.count) claims and \(lines.count) lines went in") }
  }
}

/// Counts by the bucket's place while rows are judged, without a look-up per row.
struct BucketTally {
  private var claims = [Int](repeating: 0, count: Bucket.allCases.count)
  private var lines = [Int](repeating: 0, count: Bucket.allCases.count)
  private var claimSum = [Int128](repeating: 0, count: Bucket.allCases.count)
  private var lineSum = [Int128](repeating: 0, count: Bucket.allCases.count)

  mutating func count(_ verdict: Verdict, _ claims: ClaimTable, _ lines: LineTable) {
    if verdict.claim >= 0 { count(claim: claims.amount[Int(verdict.claim)], verdict.bucket) }
    if verdict.line >= 0 { count(line: lines.amount[Int(verdict.line)], verdict.bucket) }
  }

  @inline(__always)
  mutating func count(claim amount: Int64, _ bucket: Bucket) {
    claims[Int(bucket.rawValue)] += 1
    claimSum[Int(bucket.rawValue)] += Int128(amount)
  }

  @inline(__always)
  mutating func count(line amount: Int64, _ bucket: Bucket) {
    lines[Int(bucket.rawValue)] += 1
    lineSum[Int(bucket.rawValue)] += Int128(amount)
  }

  /// Buckets that a side has rows in.
  var counts: BucketCounts {
    var counts = BucketCounts()
    for bucket in Bucket.allCases {
      let place = Int(bucket.rawValue)
      if claims[place] > 0 { (counts.claims[bucket], counts.claimSum[bucket]) = (claims[place], claimSum[place]) }
      if lines[place] > 0 { (counts.lines[bucket], counts.lineSum[bucket]) = (lines[place], lineSum[place]) }
    }
    return counts
  }
}
