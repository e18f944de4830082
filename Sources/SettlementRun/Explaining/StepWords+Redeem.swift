import SettlementCore

extension StepWords {
  /// One unit used: the share earns `round(held / pending)`.
  func redeem() throws -> [String] {
    guard let earning = after.earnings.last else { throw BrokenLaw("explanation: a redemption without an earning") }
    let share = Int(earning.share)
    let (was, now) = (before.shares[share], after.shares[share])
    var lines: [String] = []
    let lapsed = was.lapsed - now.lapsed
    if lapsed > 0 { lines += try takeBackLapse(share, held: now.held + earning.amount - was.held) }
    let (held, pending) = (now.held + earning.amount, was.pending + lapsed)
    let earns = try sums.rounded(
      say("round(待结 \(money(held)) / 待核销 \(pending))", "round(held \(money(held)) / \(pending) pending)"), Int128(held), over: Int128(pending), is: earning.amount)
    lines.append(say("\(name(share))：核销一份，已结 \(earns)", "\(name(share)): one unit is redeemed and earns \(earns)"))
    try sums.check(
      now.earned == was.earned + earning.amount - (lapsed > 0 ? clawedBack(share) : 0), "the share's earned did not grow by it")
    if terms.lines[share].tariff != nil {
      let left = now.baseLeft + earning.base
      lines.append(
        say("其对应基数：", "base behind it: ")
          + (try sums.rounded(
            say("round(剩余基数 \(money(left)) / 待核销 \(pending))", "round(base left \(money(left)) / \(pending) pending)"), Int128(left), over: Int128(pending), is: earning.base))
      )
    }
    return lines
  }

  private func clawedBack(_ share: Int) -> Int64 {
    guard terms.lines[share].isLapsePaid else { return 0 }
    return after.shares[share].held + after.earnings.last!.amount - before.shares[share].held
  }

  /// The unit had lapsed, but it was redeemed in time: one lapsed unit is taken back first.
  private func takeBackLapse(_ share: Int, held: Int64) throws -> [String] {
    let was = before.shares[share]
    let amount = was.lapsedAmount - after.shares[share].lapsedAmount
    let text = try sums.rounded(
      say("round(过期 \(money(was.lapsedAmount)) / \(units(was.lapsed)))", "round(lapsed \(money(was.lapsedAmount)) / \(units(was.lapsed)))"),
      Int128(was.lapsedAmount), over: Int128(was.lapsed), is: amount)
    let lead = say(
      "\(name(share))：份数已过期，但此份在有效期内核销；恢复一份：\(text)",
      "\(name(share)): its units had lapsed, but this one was redeemed in time; one comes back: \(text)")
    if !terms.lines[share].isLapsePaid {
      try sums.check(held == amount, "the unit that came back holds \(money(held))")
      return [
        lead
          + say(
            "，取自平台剩余（\(money(before.remainder)) → \(money(after.remainder))）",
            ", from the platform's remainder (\(money(before.remainder)) → \(money(after.remainder)))")
      ]
    }
    let taken = try takenBack(share, amount: amount, back: held)
    return [lead + say("，此前已付给分账方：由已结转回待结 \(taken)", ", which had been paid: back from earned to held goes \(taken)")]
  }

  /// A redemption taken back: `round(E·e/Σe)` of the share's earned.
  func reverse() throws -> [String] {
    guard let earning = before.earnings.first(where: { $0.redemption == step.record && $0.isLive }) else {
      throw BrokenLaw("explanation: a reversal without an earning")
    }
    let share = Int(earning.share)
    let back = before.shares[share].earned - after.shares[share].earned
    var lines = [
      say(
        "\(name(share))：此次核销曾使订单已结 \(money(earning.amount))；转回 ",
        "\(name(share)): the redemption had earned \(money(earning.amount)) of the order; back goes ")
        + (try takenBack(share, amount: earning.amount, back: back))
    ]
    if before.isWhollyRefunded {
      try sums.check(after.remainder == before.remainder + back, "what came back did not go to the remainder")
      lines.append(say(
          "订单已全额退款：该份随即取消，\(money(back)) 转入平台剩余",
          "the order is wholly refunded: the unit is cancelled at once, and the \(money(back)) go to the platform's remainder"))
    } else {
      try sums.check(after.shares[share].held == before.shares[share].held + back, "what came back is not held again")
      lines.append(say("该份恢复为待核销，待结 \(money(back))", "the unit is pending again and holds the \(money(back))"))
    }
    return lines
  }

  /// `round(E·e/Σe)`, or all of E when nothing else is live.
  private func takenBack(_ share: Int, amount: Int64, back: Int64) throws -> String {
    let was = before.shares[share]
    let paidUnits = terms.lines[share].isLapsePaid ? was.lapsed : 0
    let whole = was.liveSum + (paidUnits > 0 ? was.lapsedAmount : 0)
    if was.liveCount + paidUnits == 1 { return try sums.exact(say("全部 E，因无其他有效已结", "all of E, as no other earning is live"), was.earned, is: back) }
    if whole == 0 { return try sums.exact(say("零，因有效已结均为 0", "nothing, as the live earnings are all of 0"), 0, is: back) }
    return try sums.rounded(
      "round(E·e/Σe) = \(money(was.earned)) × \(money(amount)) / \(money(whole))", Int128(was.earned) * Int128(amount), over: Int128(whole),
      is: back)
  }

  /// Units past their last valid day.
  func lapse() throws -> [String] {
    let share = Int(step.record)
    let (was, now) = (before.shares[share], after.shares[share])
    let last = after.lastValidDay(share)!
    let units = self.units(was.pending)
    let lead = say(
      "\(name(share))：有效期至 \(last)（\(after.day) 付款 + \(terms.lines[share].expiresAfter) 天）；\(units)过期",
      "\(name(share)): the last valid day was \(last) (paid on \(after.day) + \(terms.lines[share].expiresAfter)d); \(units) lapse")
    if terms.lines[share].isLapsePaid {
      try sums.check(now.earned == was.earned + was.held, "the lapse did not earn what was held")
      return [
        lead
          + say("，其待结 \(money(was.held)) 转为已结（过期归分账方）", ", and the \(money(was.held)) held for them are earned (on-expiry: payee)")
      ]
    }
    try sums.check(after.remainder == before.remainder + was.held, "the lapse did not go to the remainder")
    return [lead + say("，其待结 \(money(was.held)) 转入平台剩余", ", and the \(money(was.held)) held for them go to the platform's remainder")]
  }
}
