import SettlementCore

/// Steps 2, 4 and 5 of SPEC §7 for one partner: compares what matched, ages what did not, and puts every row into one bucket.
public struct Reconciler: Sendable {
  let profile: StatementProfile
  let today: CalendarDay
  /// Days whose file has come; nil: every day (one file without a pattern).
  let coveredDays: Set<Int32>?

  public init(profile: StatementProfile, today: CalendarDay, coveredDays: Set<Int32>?) {
    self.profile = profile
    self.today = today
    self.coveredDays = coveredDays
  }

  /// Every verdict but the plain matches, with the counts of all buckets.
  ///
  /// Throws `BrokenLaw` when a row ended in no bucket or in two, `AmountOverflow` when a fee leaves 64 bits of minor units.
  public func judge(
    _ claims: ClaimTable, _ lines: LineTable, _ match: Matcher, settled: SettledKeys
  ) throws -> (verdicts: [Verdict], counts: BucketCounts) {
    var verdicts: [Verdict] = []
    var tally = BucketTally()
    for claim in 0..<claims.count {
      let line = Int(match.lineOfClaim[claim])
      let verdict = line >= 0 ? try compare(claims, claim, lines, line) : lone(claims, claim, match)
      tally.count(verdict, claims, lines)
      if verdict.bucket != .matched || verdict.fees != nil { verdicts.append(verdict) }
    }
    for line in 0..<lines.count where match.claimOfLine[line] < 0 {
      let verdict = lone(lines, line, claims, match, settled)
      tally.count(verdict, claims, lines)
      verdicts.append(verdict)
    }
    let counts = tally.counts
    try counts.check(claims, lines)
    return (verdicts, counts)
  }

  /// The kind is the first of amount, item, currency that differs; a fee is looked at beside them.
  private func compare(_ claims: ClaimTable, _ claim: Int, _ lines: LineTable, _ line: Int) throws(AmountOverflow) -> Verdict {
    let fees = try profile.tolerance.feeDifference(claims, claim, lines, line)
    var bucket = bucket(claims, claim, lines, line)
    if bucket == .matched, fees?.state == .open { bucket = .fee }
    return Verdict(
      claim: Int32(claim), line: Int32(line), bucket: bucket, state: bucket == .tolerated ? .resolved : .open, occurrence: 1, fees: fees)
  }

  private func bucket(_ claims: ClaimTable, _ claim: Int, _ lines: LineTable, _ line: Int) -> Bucket {
    let ours = claims.currency[claim]
    let theirs = lines.currency[line]
    let isEqual = Self.scaled(claims.amount[claim], ours) == Self.scaled(lines.amount[line], theirs)
    if !isEqual {
      guard let amount = Self.amount(lines.amount[line], theirs, as: ours),
        profile.tolerance.allows(ours: claims.amount[claim], theirs: amount, ours)
      else { return .amount }
    }
    let item = lines.item.range(line)
    if !item.isEmpty, !lines.item.equals(line, claims.itemNames, Int(claims.item[claim])) { return .item }
    if theirs != .unknown && ours != theirs { return .currency }
    return isEqual ? .matched : .tolerated
  }

  /// A line's amount in our currency: nil when it has another one, or without one more decimals than ours.
  private static func amount(_ amount: Int64, _ theirs: Currency, as ours: Currency) -> Int64? {
    if theirs == ours { return amount }
    var divisor: Int64 = 1
    for _ in ours.exponent..<Currency.unknown.exponent { divisor *= 10 }
    return theirs == .unknown && amount % divisor == 0 ? amount / divisor : nil
  }

  private static func scaled(_ amount: Int64, _ currency: Currency) -> Int128 {
    var scaled = Int128(amount)
    for _ in currency.exponent..<4 { scaled *= 10 }
    return scaled
  }

  /// A claim without line: a repeat, awaited, or missing.
  private func lone(_ claims: ClaimTable, _ claim: Int, _ match: Matcher) -> Verdict {
    func verdict(_ bucket: Bucket, _ state: Finding.State) -> Verdict {
      Verdict(claim: Int32(claim), line: -1, bucket: bucket, state: state, occurrence: match.claimOccurrence[claim])
    }
    let day = CalendarDay(number: claims.day[claim])
    if let coveredDays, !coveredDays.contains(day.number) { return verdict(.awaited, .inTransit) }
    if match.firstClaim[claim] >= 0 { return verdict(.duplicate, .open) }
    if today <= day.adding(days: profile.grace) { return verdict(.missingAtPartner, .inTransit) }
    if claims.type[claim] == .reversed, isCounterpartMatched(claims, claim, match) {
      let isRefund = profile.matches == .orders || claims.hasStandingRefund[claim]
      return verdict(isRefund ? .refundNotReversed : .status, .open)
    }
    return verdict(.missingAtPartner, .open)
  }

  /// What is not among the claims of this run was matched in an earlier one.
  private func isCounterpartMatched(_ claims: ClaimTable, _ claim: Int, _ match: Matcher) -> Bool {
    guard claims.counterpart[claim] >= 0 else { return false }
    guard let other = match.claim(claims, key: Int(claims.counterpart[claim]), of: claims.counterpartKeys) else { return true }
    return match.lineOfClaim[other] >= 0
  }

  /// A line without claim: a repeat, or missing at the store.
  private func lone(_ lines: LineTable, _ line: Int, _ claims: ClaimTable, _ match: Matcher, _ settled: SettledKeys) -> Verdict {
    func verdict(_ bucket: Bucket, _ state: Finding.State, _ occurrence: Int32) -> Verdict {
      Verdict(claim: -1, line: Int32(line), bucket: bucket, state: state, occurrence: occurrence)
    }
    let isKnown = lines.occurrence[line] > 0
    let first = match.firstLine[line] >= 0 ? match.firstLine[line] : Int32(line)
    let isAfterSettled = settled.same.contains(first) && !isKnown && lines.occurrence[Int(first)] == 0
    let occurrence = match.lineOccurrence[line] + (isAfterSettled ? 1 : 0)
    if lines.day[line] > today.number || settled.answered.contains(Int32(line)) { return verdict(.awaited, .inTransit, occurrence) }
    if match.firstLine[line] >= 0 || settled.same.contains(Int32(line)) { return verdict(.duplicate, .open, occurrence) }
    if today <= CalendarDay(number: lines.day[line]).adding(days: profile.grace) { return verdict(.missingAtStore, .inTransit, occurrence) }
    if lines.type[line] == .reversed, isRedeemedMatched(lines, line, claims, match, settled) {
      return verdict(.status, .open, occurrence)
    }
    return verdict(.missingAtStore, .open, occurrence)
  }

  /// True when the line that a reversed line takes back matched: in this run, or in an earlier one when its claim is not open any more.
  private func isRedeemedMatched(_ lines: LineTable, _ line: Int, _ claims: ClaimTable, _ match: Matcher, _ settled: SettledKeys) -> Bool {
    guard lines.counterpart[line] >= 0 else { return false }
    guard let claim = match.claim(claims, key: Int(lines.counterpart[line]), of: lines.counterpartKeys) else {
      return settled.counterpart.contains(Int32(line))
    }
    return match.lineOfClaim[claim] >= 0
  }
}
