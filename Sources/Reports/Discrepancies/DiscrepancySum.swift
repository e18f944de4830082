import SettlementCore

/// Sums over discrepancies of one currency; nil: it does not fit 64 bits.
struct DiscrepancySum {
  private(set) var count: Int64 = 0
  private(set) var ours: Int64? = 0
  private(set) var theirs: Int64? = 0
  private(set) var difference: Int64? = 0
  /// Of the differences without their signs.
  private(set) var absolute: Int64? = 0
  private(set) var oldest: Int64 = 0
  /// True when some side has an amount of money.
  private(set) var hasAmount = false

  mutating func add(_ finding: Finding, age: Int64) {
    count += 1
    oldest = max(oldest, age)
    guard finding.ours != nil || finding.theirs != nil, finding.currency != .unknown else { return }
    hasAmount = true
    ours = Self.sum(ours, finding.ours ?? 0)
    theirs = Self.sum(theirs, finding.theirs ?? 0)
    difference = Self.sum(difference, finding.difference)
    absolute = Self.sum(absolute, finding.difference.flatMap { Int64(exactly: $0.magnitude) })
  }

  private static func sum(_ sum: Int64?, _ amount: Int64?) -> Int64? {
    guard let sum, let amount else { return nil }
    let (total, overflow) = sum.addingReportingOverflow(amount)
    return overflow ? nil : total
  }
}
