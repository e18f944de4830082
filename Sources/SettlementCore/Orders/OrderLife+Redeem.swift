/// Why a redemption waits: no money moves, and it is tried again once per run (SPEC §4, Waiting).
public enum RedemptionWait: Equatable, Sendable {
  /// The agreement does not know the entitlement.
  case unknownEntitlement
  /// Units were cancelled, and none is pending.
  case refunded
  /// None is pending.
  case noUnit
  /// Dated after the last valid day; `refunded` when units were cancelled.
  case expired(refunded: Bool)
}

extension OrderLife {
  /// The last day on which a unit of a share can be redeemed, or nil.
  public func lastValidDay(_ place: Int) -> CalendarDay? {
    guard let days = terms?.lines[place].expiresAfter, days >= 0 else { return nil }
    return day.adding(days: Int(days))
  }

  /// Redeems one unit (SPEC §4, Redeem): the share earns `round(held / pending)`. Returns why not, when the redemption has to wait.
  ///
  /// `redemption` is the caller's number of the record. While the share has lapsed units, one of them is taken back first.
  public mutating func redeem(_ redemption: Int32, entitlement: Int32, on date: CalendarDay) -> RedemptionWait? {
    begin()
    guard let terms, let place = terms.share(delivering: entitlement) else { return .unknownEntitlement }
    if let last = lastValidDay(place), date > last { return .expired(refunded: shares[place].cancelled > 0) }
    if shares[place].lapsed > 0 { takeBackLapsedUnit(place) }
    guard shares[place].pending > 0 else { return shares[place].cancelled > 0 ? .refunded : .noUnit }

    let pending = shares[place].pending
    let amount = quotient(shares[place].held, pending)
    shares[place].held -= amount
    shares[place].earned += amount
    shares[place].pending -= 1
    shares[place].liveCount += 1
    shares[place].liveSum += amount
    lines.add(.held(shares[place].party), amount)
    lines.add(.payable(shares[place].party), -amount)
    var base: Int64 = 0
    if terms.lines[place].isTiered {
      base = quotient(shares[place].baseLeft, pending)
      shares[place].baseLeft -= base
      ladderMoves.append(
        LadderMove(
          kind: .earn, share: Int32(place), party: shares[place].party, day: date, redemption: redemption, units: 1, base: base,
          amount: amount))
    }
    earnings.append(Earning(redemption: redemption, share: Int32(place), amount: amount, base: base, isLive: true))
    finish()
    return nil
  }

  /// Takes a redemption back (SPEC §4, Reverse). False when it never earned: then nothing moves, now or later.
  public mutating func reverse(_ redemption: Int32, redeemedOn date: CalendarDay) -> Bool {
    begin()
    guard let at = earnings.firstIndex(where: { $0.redemption == redemption && $0.isLive }) else { return false }
    let earning = earnings[at]
    let place = Int(earning.share)
    earnings[at].isLive = false
    let back = takeBack(earning.amount, place)
    shares[place].liveCount -= 1
    shares[place].liveSum -= earning.amount
    lines.add(.payable(shares[place].party), back)
    if isWhollyRefunded {
      shares[place].cancelled += 1
      remainder += back
    } else {
      shares[place].pending += 1
      shares[place].held += back
      shares[place].baseLeft += earning.base
      lines.add(.held(shares[place].party), -back)
    }
    if terms?.lines[place].tariff != nil {
      ladderMoves.append(
        LadderMove(
          kind: .unearn, share: Int32(place), party: shares[place].party, day: date, redemption: redemption, units: -1, base: -earning.base,
          amount: -back))
    }
    finish()
    return true
  }

  /// Takes out of a share's earned what an earning of `amount` is worth now: `round(E·e/Σe)`, all of E when nothing else is live.
  private mutating func takeBack(_ amount: Int64, _ place: Int) -> Int64 {
    let share = shares[place]
    let paidLapse = paidLapsedUnits(place) > 0 ? share.lapsedAmount : 0
    let isLast = share.liveCount + paidLapsedUnits(place) == 1
    let whole = share.liveSum + paidLapse
    let back = isLast ? share.earned : whole == 0 ? 0 : portion(share.earned, amount, whole)
    shares[place].earned -= back
    return back
  }

  /// Units of a lapse that was paid: they count as live earnings.
  func paidLapsedUnits(_ place: Int) -> Int64 { terms!.lines[place].isLapsePaid ? shares[place].lapsed : 0 }

  /// Undoes the lapse of one unit for a redemption that was valid in its time.
  private mutating func takeBackLapsedUnit(_ place: Int) {
    let units = shares[place].lapsed
    let amount = quotient(shares[place].lapsedAmount, units)
    let base = quotient(shares[place].lapsedBase, units)
    if terms!.lines[place].isLapsePaid {
      let back = takeBack(amount, place)
      shares[place].held += back
      lines.add(.payable(shares[place].party), back)
      lines.add(.held(shares[place].party), -back)
    } else {
      remainder -= amount
      shares[place].held += amount
      lines.add(.held(shares[place].party), -amount)
    }
    shares[place].lapsed -= 1
    shares[place].lapsedAmount -= amount
    shares[place].lapsedBase -= base
    shares[place].pending += 1
    shares[place].baseLeft += base
  }

  /// `round(amount / count)`.
  func quotient(_ amount: Int64, _ count: Int64) -> Int64 { portion(amount, 1, count) }

  /// `round(amount · part / whole)`. The result lies between zero and the amount as long as part ≤ whole, so it fits.
  func portion(_ amount: Int64, _ part: Int64, _ whole: Int64) -> Int64 {
    do { return try scale(amount, by: part, over: whole, terms!.rounding) } catch {
      preconditionFailure("a part is no more than its whole")
    }
  }
}
