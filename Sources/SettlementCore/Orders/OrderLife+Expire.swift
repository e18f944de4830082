extension OrderLife {
  /// True when units of a share lapse in a run of business day `today` (SPEC §4, Expire).
  public func isDue(_ place: Int, today: CalendarDay) -> Bool {
    guard shares[place].pending > 0, let last = lastValidDay(place) else { return false }
    return today > last
  }

  /// Lets a share's pending units lapse: what they hold goes to the remainder, or is earned outside every ladder (`on-expiry: payee`).
  public mutating func lapse(_ place: Int) {
    begin()
    let amount = shares[place].held
    shares[place].lapsed += shares[place].pending
    shares[place].lapsedAmount += amount
    shares[place].lapsedBase += shares[place].baseLeft
    shares[place].pending = 0
    shares[place].held = 0
    shares[place].baseLeft = 0
    lines.add(.held(shares[place].party), amount)
    if terms!.lines[place].isLapsePaid {
      shares[place].earned += amount
      lines.add(.payable(shares[place].party), -amount)
    } else {
      remainder += amount
    }
    finish()
  }
}
