extension OrderLife {
  /// Undoes a refund that failed (SPEC §4, Undo): the negation of every line that it posted, and what has no place any more moves on.
  ///
  /// False when the refund has posted nothing: then nothing moves, now or later.
  public mutating func undo(_ refund: Int32) -> Bool {
    begin()
    guard let place = refunds.firstIndex(where: { $0.refund == refund && !$0.isUndone }) else { return false }
    refunds[place].isUndone = true
    let undone = refunds[place]
    lines.add(.custody, undone.amount)
    lines.add(.suspense, undone.granted - undone.amount)
    lines.add(elsewhere, -undone.elsewhere)
    remainder -= undone.remainder
    refunded -= undone.granted
    returned -= undone.fromShares
    for part in undone.parts { putBack(part) }
    for part in undone.parts where terms!.lines[part.share].entitlement >= 0 { moveOn(part) }
    finish()
    return true
  }

  /// Gives a share back what the refund took of it.
  private mutating func putBack(_ part: RefundState.Part) {
    let place = part.share
    shares[place].pending += part.units
    shares[place].cancelled -= part.units
    shares[place].held += part.free + part.held
    shares[place].earned += part.earned
    shares[place].baseLeft += part.baseFree + part.baseTaken
    lines.add(.held(shares[place].party), -(part.free + part.held))
    lines.add(.payable(shares[place].party), -part.earned)
    if terms!.lines[place].tariff != nil, terms!.lines[place].entitlement < 0 {
      ladderMoves.append(
        LadderMove(
          kind: .give, share: Int32(place), party: shares[place].party, day: day, redemption: -1, units: 0, base: part.baseTaken,
          amount: part.earned))
    }
  }

  /// Moves on what landed where nothing stands behind it: earned without a live earning to held, held without a pending unit to the remainder.
  private mutating func moveOn(_ part: RefundState.Part) {
    let place = part.share
    if part.earned > 0, shares[place].liveCount == 0, paidLapsedUnits(place) == 0 {
      shares[place].earned -= part.earned
      shares[place].held += part.earned
      lines.add(.payable(shares[place].party), part.earned)
      lines.add(.held(shares[place].party), -part.earned)
    }
    if isWhollyRefunded, part.units > 0 {
      let free = part.units == shares[place].pending ? shares[place].held : portion(shares[place].held, part.units, shares[place].pending)
      shares[place].pending -= part.units
      shares[place].cancelled += part.units
      release(free, place)
    }
    if shares[place].pending == 0 {
      release(shares[place].held, place)
      shares[place].baseLeft = 0
    }
  }

  private mutating func release(_ amount: Int64, _ place: Int) {
    shares[place].held -= amount
    remainder += amount
    lines.add(.held(shares[place].party), amount)
  }
}
