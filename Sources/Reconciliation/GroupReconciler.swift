import SettlementCore

/// What became of a group.
public struct GroupVerdict: Sendable {
  /// Row of the matcher's groups.
  public let group: Int
  public let bucket: Bucket
  public let state: Finding.State
  /// Minor units of the group's currency; nil: this side has no rows. Ours counts what adjusts have posted.
  public let ours: Int64?
  public let theirs: Int64?
  /// The earliest business date among the rows since both sides agreed last.
  public let day: Int32
  /// Lines of an incomplete statement are among them: nothing is posted.
  public let isProvisional: Bool
}

/// Compares the sums of groups, ages them, and puts every row of the run into the bucket of its group (SPEC §7, steps 3 to 5).
///
/// Tolerance is measured on the sums themselves, without what it has posted before; what is posted is the part that no run has posted yet.
public struct GroupReconciler: Sendable {
  let profile: StatementProfile
  let today: CalendarDay

  public init(profile: StatementProfile, today: CalendarDay) {
    self.profile = profile
    self.today = today
  }

  public struct Judgement: Sendable {
    /// Every group that is not plainly matched.
    public var verdicts: [GroupVerdict] = []
    public var counts = BucketCounts()
    /// The groups that this run has moved, opened or closed, as it leaves them.
    public var moved = LineGroups()
  }

  /// `decided` says what accepted decisions have posted for a group, which `posted` of the groups includes.
  ///
  /// Throws `AmountOverflow` when a sum leaves 64 bits, `BrokenLaw` when a row ended in no bucket or in two.
  public func judge(
    _ claims: ClaimTable, _ lines: LineTable, _ matcher: GroupMatcher, decided: (Int) -> Int64
  ) throws -> Judgement {
    var judgement = Judgement()
    var buckets = [Bucket](repeating: .matched, count: matcher.groups.count)
    for group in buckets.indices {
      let counted = try after(group, matcher, isPassing: false)
      let seen = try after(group, matcher, isPassing: true)
      let posted = decided(group)
      let verdict = try judge(group, seen, decided: posted, isProvisional: matcher.added.passingLines[group] > 0)
      buckets[group] = verdict.bucket
      if verdict.bucket != .matched { judgement.verdicts.append(verdict) }
      let standing = verdict.isProvisional ? try judge(group, counted, decided: posted, isProvisional: false).bucket : verdict.bucket
      note(group, counted, standing != .matched && standing != .tolerated, matcher, &judgement.moved)
    }
    judgement.counts = count(claims, lines, matcher, buckets)
    try judgement.counts.check(claims, lines)
    return judgement
  }

  /// A group with this run's rows.
  private struct Sums {
    var (claims, lines) = (Int64(0), Int64(0))
    var (ours, theirs, posted) = (Int64(0), Int64(0), Int64(0))
    var day: Int32 = 0
    var currency = Currency.unknown
  }

  /// With what is counted, or with all that is looked at.
  private func after(_ group: Int, _ matcher: GroupMatcher, isPassing: Bool) throws(AmountOverflow) -> Sums {
    let (groups, added) = (matcher.groups, matcher.added)
    var sums = Sums()
    sums.claims = groups.claims[group] + added.claims[group] + (isPassing ? added.passingClaims[group] : 0)
    sums.lines = groups.lines[group] + added.lines[group] + (isPassing ? added.passingLines[group] : 0)
    sums.ours = try Self.narrow(Int128(groups.ours[group]) + added.ours[group] + (isPassing ? added.passingOurs[group] : 0))
    sums.theirs = try Self.narrow(Int128(groups.theirs[group]) + added.theirs[group] + (isPassing ? added.passingTheirs[group] : 0))
    sums.posted = groups.posted[group]
    sums.day = groups.isOpen[group] || added.day[group] == .max ? min(groups.day[group], added.day[group]) : added.day[group]
    sums.currency = groups.currency[group]
    return sums
  }

  private static func narrow(_ sum: Int128) throws(AmountOverflow) -> Int64 {
    guard let narrow = Int64(exactly: sum) else { throw AmountOverflow() }
    return narrow
  }

  private func judge(_ group: Int, _ sums: Sums, decided: Int64, isProvisional: Bool) throws(AmountOverflow) -> GroupVerdict {
    let ours = try sums.ours.adding(sums.posted)
    let hasOurs = sums.claims > 0
    let isInTransit = today <= CalendarDay(number: sums.day).adding(days: profile.grace)
    let bucket: Bucket
    if ours == sums.theirs {
      bucket = .matched
    } else if sums.lines == 0 {
      bucket = .missingAtPartner
    } else if !hasOurs {
      bucket = .missingAtStore
    } else {
      let isTolerated = profile.tolerance.allows(ours: try sums.ours.adding(decided), theirs: sums.theirs, sums.currency)
      bucket = isTolerated ? .tolerated : .amount
    }
    let isMissing = bucket == .missingAtPartner || bucket == .missingAtStore
    return GroupVerdict(
      group: group, bucket: bucket, state: bucket == .tolerated ? .resolved : isMissing && isInTransit ? .inTransit : .open,
      ours: hasOurs || sums.posted != 0 ? ours : nil, theirs: sums.lines > 0 ? sums.theirs : nil, day: sums.day,
      isProvisional: isProvisional)
  }

  private func note(_ group: Int, _ sums: Sums, _ isOpen: Bool, _ matcher: GroupMatcher, _ moved: inout LineGroups) {
    let groups = matcher.groups
    let isNew = !matcher.isStored[group] && sums.claims + sums.lines > 0
    let isMoved = groups.claims[group] != sums.claims || matcher.added.lines[group] > 0 || matcher.isReplaced(group)
    guard isNew || matcher.isStored[group] && (isMoved || groups.isOpen[group] != isOpen) else { return }
    moved.keys.append(group, of: groups.keys)
    moved.currency.append(sums.currency)
    moved.number.append(groups.number[group])
    moved.day.append(sums.day)
    moved.claims.append(sums.claims)
    moved.ours.append(sums.ours)
    moved.lines.append(sums.lines)
    moved.theirs.append(sums.theirs)
    moved.posted.append(sums.posted)
    moved.isOpen.append(isOpen)
  }

  private func count(_ claims: ClaimTable, _ lines: LineTable, _ matcher: GroupMatcher, _ buckets: [Bucket]) -> BucketCounts {
    var tally = BucketTally()
    for row in 0..<claims.count {
      let group = matcher.groupOfClaim[row]
      tally.count(claim: claims.amount[row], group < 0 ? .awaited : buckets[Int(group)])
    }
    for row in 0..<lines.count {
      let group = matcher.groupOfLine[row]
      tally.count(line: lines.amount[row], group == GroupMatcher.awaited ? .awaited : group < 0 ? .missingAtStore : buckets[Int(group)])
    }
    return tally.counts
  }
}
