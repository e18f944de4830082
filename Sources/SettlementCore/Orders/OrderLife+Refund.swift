/// What a refund asks for.
public struct RefundFacts: Sendable {
  public let amount: Int64
  /// −1: none named. −2: named, but a name no agreement knows.
  public let entitlement: Int32
  /// 0: none named.
  public let units: Int64

  @inlinable
  public init(amount: Int64, entitlement: Int32, units: Int64) {
    self.amount = amount
    self.entitlement = entitlement
    self.units = units
  }
}

/// What became of a refund.
public struct RefundOutcome: Equatable, Sendable {
  /// r′ in all so far, minor units.
  public var granted: Int64
  /// What still waits in suspense.
  public var excess: Int64
  /// The refund names an entitlement that the agreement does not know.
  public var isItemUnknown = false
  /// Units that were asked for beyond the pending ones.
  public var missingUnits: Int64 = 0
}

extension OrderLife {
  /// Splits a refund backwards (SPEC §4, Refund). The excess over what is left of the order goes to suspense.
  ///
  /// `refund` is the caller's number of the record.
  public mutating func refund(_ refund: Int32, _ facts: RefundFacts) -> RefundOutcome {
    begin()
    refunds.append(RefundState(refund: refund, amount: facts.amount))
    let place = refunds.count - 1
    let isKnown = facts.entitlement == -1 || terms!.share(delivering: facts.entitlement) != nil
    let scope = isKnown ? facts : RefundFacts(amount: facts.amount, entitlement: -1, units: 0)
    let missing = grant(place, facts.amount, scope)
    let excess = facts.amount - refunds[place].granted
    lines.add(.custody, -facts.amount)
    lines.add(.suspense, excess)
    finish()
    return RefundOutcome(granted: refunds[place].granted, excess: excess, isItemUnknown: !isKnown, missingUnits: missing)
  }

  /// Tries the waiting excess of an over-refund again; it cancels no named units a second time. Nil when there is nothing to take.
  public mutating func retryExcess(of refund: Int32) -> RefundOutcome? {
    begin()
    guard let place = refunds.firstIndex(where: { $0.refund == refund && !$0.isUndone }) else { return nil }
    let before = refunds[place].granted
    let waiting = refunds[place].amount - before
    guard waiting > 0, paid > refunded else { return nil }
    _ = grant(place, waiting, RefundFacts(amount: waiting, entitlement: -1, units: 0))
    lines.add(.suspense, before - refunds[place].granted)
    finish()
    return RefundOutcome(granted: refunds[place].granted, excess: refunds[place].amount - refunds[place].granted)
  }

  /// What of a posted refund still waits in suspense, minor units.
  func excess(of refund: Int32) -> Int64 {
    refunds.first { $0.refund == refund && !$0.isUndone }.map { $0.amount - $0.granted } ?? 0
  }

  /// Takes `min(amount, P − R)` of the order and returns the units that were named beyond the pending ones.
  private mutating func grant(_ place: Int, _ amount: Int64, _ scope: RefundFacts) -> Int64 {
    let open = paid - refunded
    let granted = min(amount, open)
    let isWhole = granted == open && open > 0
    let whole = total
    let fromShares = isWhole ? whole : granted == 0 ? 0 : portion(whole, granted, open)
    let (setFree, missing) = cancelUnits(place, scope, all: isWhole)
    // Step b: the first part comes out of what was set free, which the remainder has now.
    let fromFree = min(fromShares, setFree)
    let rest = fromShares - fromFree
    remainder -= fromFree
    var given: Int64 = 0
    if isWhole {
      for share in shares.indices where terms!.lines[share].gives == .all {
        given += give(place, share, held: 0, earned: shares[share].earned)
      }
    } else if rest > 0 {
      given = terms!.version.refund == .ratio ? giveByRatio(place, rest, of: whole - fromFree) : giveUnusedFirst(place, rest)
    }
    remainder -= rest - given
    refunds[place].remainder -= fromShares - given
    refunded += granted
    returned += fromShares
    refunds[place].granted += granted
    refunds[place].fromShares += fromShares
    if granted != fromShares {
      refunds[place].elsewhere += granted - fromShares
      lines.add(elsewhere, granted - fromShares)
    }
    return missing
  }

  /// Where the part of a refund goes that was never split.
  var elsewhere: Account { terms!.version.base == .net ? .fees : .subsidy }

  /// Step a: cancels units; what they hold goes to the remainder.
  private mutating func cancelUnits(_ place: Int, _ scope: RefundFacts, all: Bool) -> (setFree: Int64, missing: Int64) {
    var setFree: Int64 = 0
    var missing: Int64 = 0
    for share in shares.indices where terms!.lines[share].entitlement >= 0 {
      let line = terms!.lines[share]
      let pending = shares[share].pending
      var asked: Int64 = 0
      if scope.entitlement >= 0 {
        if scope.entitlement == line.entitlement { asked = scope.units > 0 ? scope.units : pending }
      } else if scope.units > 0 {
        let (units, overflow) = scope.units.multipliedReportingOverflow(by: line.units)
        asked = overflow ? .max : units
      }
      if asked > pending { missing = max(missing, asked - pending) }
      let units = all ? pending : min(asked, pending)
      if units > 0 { setFree += cancel(place, share, units) }
    }
    return (setFree, missing)
  }

  private mutating func cancel(_ place: Int, _ share: Int, _ units: Int64) -> Int64 {
    let pending = shares[share].pending
    let free = units == pending ? shares[share].held : portion(shares[share].held, units, pending)
    let baseFree = units == pending ? shares[share].baseLeft : portion(shares[share].baseLeft, units, pending)
    shares[share].held -= free
    shares[share].baseLeft -= baseFree
    shares[share].pending -= units
    shares[share].cancelled += units
    remainder += free
    refunds[place].remainder += free
    lines.add(.held(shares[share].party), free)
    let part = part(of: place, share)
    refunds[place].parts[part].units += units
    refunds[place].parts[part].free += free
    refunds[place].parts[part].baseFree += baseFree
    return free
  }

  /// Step c, `ratio`: every share gives the same part of what it has, as far as `gives` allows.
  private mutating func giveByRatio(_ place: Int, _ rest: Int64, of whole: Int64) -> Int64 {
    var given: Int64 = 0
    for share in shares.indices {
      let gives = terms!.lines[share].gives
      let held = gives == .cancelled ? 0 : portion(shares[share].held, rest, whole)
      let earned = gives == .all ? portion(shares[share].earned, rest, whole) : 0
      given += give(place, share, held: held, earned: earned)
    }
    return given
  }

  /// Step c, `unused-first`: what is held and the remainder first, then what is earned.
  private mutating func giveUnusedFirst(_ place: Int, _ rest: Int64) -> Int64 {
    let lines = terms!.lines
    var unused = max(0, remainder)
    var earned: Int64 = 0
    for share in shares.indices {
      if lines[share].gives != .cancelled { unused += shares[share].held }
      if lines[share].gives == .all { earned += shares[share].earned }
    }
    let beyond = rest - unused
    var given: Int64 = 0
    for share in shares.indices where lines[share].gives != .cancelled {
      let held = beyond <= 0 ? portion(shares[share].held, rest, unused) : shares[share].held
      var back: Int64 = 0
      if beyond > 0, lines[share].gives == .all, earned > 0 {
        back = beyond >= earned ? shares[share].earned : portion(shares[share].earned, beyond, earned)
      }
      given += give(place, share, held: held, earned: back)
    }
    return given
  }

  /// Takes from a share's held and earned, with the base behind it; returns the sum.
  private mutating func give(_ place: Int, _ share: Int, held: Int64, earned: Int64) -> Int64 {
    if held == 0 && earned == 0 { return 0 }
    let state = shares[share]
    var baseTaken: Int64 = 0
    if terms!.lines[share].tariff != nil {
      let isHeld = terms!.lines[share].entitlement >= 0
      let (taken, whole) = isHeld ? (held, state.held) : (earned, state.earned)
      baseTaken = whole == 0 ? 0 : portion(state.baseLeft, taken, whole)
      shares[share].baseLeft -= baseTaken
      if !isHeld {
        ladderMoves.append(
          LadderMove(
            kind: .give, share: Int32(share), party: state.party, day: day, redemption: -1, units: 0, base: -baseTaken, amount: -earned))
      }
    }
    shares[share].held -= held
    shares[share].earned -= earned
    lines.add(.held(state.party), held)
    lines.add(.payable(state.party), earned)
    let part = part(of: place, share)
    refunds[place].parts[part].held += held
    refunds[place].parts[part].earned += earned
    refunds[place].parts[part].baseTaken += baseTaken
    return held + earned
  }

  /// The place of a share's entry in a refund's record.
  private mutating func part(of place: Int, _ share: Int) -> Int {
    if let at = refunds[place].parts.firstIndex(where: { $0.share == share }) { return at }
    refunds[place].parts.append(RefundState.Part(share: share))
    return refunds[place].parts.count - 1
  }
}
