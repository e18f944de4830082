import SettlementCore

/// One refund, or one retry of its excess, taken apart: what it was granted and what each share gave in this step alone.
private struct Grant {
  /// The share's part of this step: units and money set free, held and earned given.
  struct Part {
    var share: Int
    var units: Int64
    var free: Int64
    var held: Int64
    var earned: Int64
  }
  let granted: Int64
  let fromShares: Int64
  let parts: [Part]
  /// The whole refund, and what of it waits after the step.
  let amount: Int64
  let excess: Int64

  var setFree: Int64 { parts.reduce(0) { $0 + $1.free } }
  var fromFree: Int64 { min(fromShares, setFree) }
  var given: Int64 { parts.reduce(0) { $0 + $1.held + $1.earned } }

  init?(_ refund: Int32, before: OrderLife, after: OrderLife) {
    guard let now = after.refunds.last(where: { $0.refund == refund }) else { return nil }
    let was = before.refunds.last { $0.refund == refund }
    granted = now.granted - (was?.granted ?? 0)
    fromShares = now.fromShares - (was?.fromShares ?? 0)
    amount = now.amount
    excess = now.amount - now.granted
    parts = now.parts.map { part in
      let old = was?.parts.first { $0.share == part.share }
      return Part(
        share: part.share, units: part.units - (old?.units ?? 0), free: part.free - (old?.free ?? 0), held: part.held - (old?.held ?? 0),
        earned: part.earned - (old?.earned ?? 0))
    }
  }
}

extension StepWords {
  /// The steps a, b and c of a refund.
  func refund() throws -> [String] {
    guard let grant = Grant(step.record, before: before, after: after) else { throw BrokenLaw("explanation: a refund without a state") }
    try sums.check(
      grant.granted == after.refunded - before.refunded && grant.fromShares == after.returned - before.returned,
      "the refund's record is not what the order says")
    let isWhole = grant.granted == before.paid - before.refunded && grant.granted > 0
    var lines = try granted(grant) + taken(grant, isWhole: isWhole) + cancelled(grant, isWhole: isWhole)
    let rest = grant.fromShares - grant.fromFree
    if grant.setFree > 0 {
      lines.append(say(
          "b 中 \(money(grant.fromFree)) 取自释放的 \(money(grant.setFree))；其余 b₁ = \(money(rest))",
          "of b, \(money(grant.fromFree)) come from the \(money(grant.setFree)) set free; the rest is b₁ = \(money(rest))"))
    }
    if isWhole {
      lines += try givenWhole(grant)
    } else if rest > 0 {
      lines += terms.version.refund == .ratio ? try givenByRatio(grant, rest) : try givenUnusedFirst(grant, rest)
    }
    let platform = grant.fromShares - grant.given
    try sums.check(
      after.remainder == before.remainder + grant.setFree - platform, "the remainder did not give what the shares did not")
    let missing = "\(money(grant.fromShares)) − \(money(grant.given)) = \(money(platform))"
    let free = say("释放 \(money(grant.setFree))", "\(money(grant.setFree)) set free")
    let now = "\(money(before.remainder)) + \(free) − \(money(platform)) = \(money(after.remainder))"
    lines.append(
      say(
        "不足部分由平台剩余承担：\(missing)；现为 \(now)", "the platform's remainder gives what is missing: \(missing); it is now \(now)")
        + (after.remainder < 0 ? say("：由平台垫付", ": the platform bears it") : ""))
    return lines
  }

  /// r′ and the excess.
  private func granted(_ grant: Grant) throws -> [String] {
    let open = before.paid - before.refunded
    let asked = step.isExcess ? grant.excess + grant.granted : grant.amount
    try sums.check(min(asked, open) == grant.granted, "r′ is not min(r, P − R)")
    var lines = [
      step.isExcess
        ? say(
          "退款 \(money(grant.amount)) 中有 \(money(asked)) 在挂账等待，现再次处理；指定的份数不重复取消",
          "\(money(asked)) of the refund of \(money(grant.amount)) "
            + "waited in suspense and are tried again; no named unit is cancelled a second time")
        : say("申请退款 r = \(money(grant.amount))", "the refund asks for r = \(money(grant.amount))") + named(),
      "r' = min(\(money(asked)), P − R = \(money(before.paid)) − \(money(before.refunded)) = \(money(open))) = \(money(grant.granted))",
    ]
    if grant.excess > 0 { lines.append(say(
          "超出订单余额的 \(money(grant.excess)) 记入挂账等待", "the excess of \(money(grant.excess)) over what is left of the order waits in suspense")) }
    return lines
  }

  /// What the refund names: ` for 2 units of takeout-coupon`.
  private func named() -> String {
    let row = Int(step.record)
    let entitlement = story.facts.refunds.entitlement[row]
    let units = story.facts.refunds.units[row]
    if entitlement == -1 {
      return units > 0
        ? say("，并取消 \(units) 套的份数", ", and cancels the units of \(units) bundle\(units == 1 ? "" : "s")") : say("，未指定份数", ", and names no unit")
    }
    let name =
      entitlement < 0
      ? say("某权益", "an entitlement") : say("“", "'") + AlignedTable.printable(story.intake.rules.entitlements[entitlement]) + say("”", "'")
    if terms.share(delivering: entitlement) == nil {
      return say("，指定 \(name)，协议中无此权益：按未指定处理", ", and names \(name), which the agreement does not know: it counts as naming nothing")
    }
    let which = units > 0 ? self.units(units) : say("全部待核销份数", "all pending units")
    return say("，并取消 \(name) 的\(which)", ", and cancels \(which) of \(name)")
  }

  /// b, and what of r′ was never split.
  private func taken(_ grant: Grant, isWhole: Bool) throws -> [String] {
    let whole = before.total
    let open = before.paid - before.refunded
    var lines: [String] = []
    if isWhole {
      lines.append(say("r' 为全部余额，故 b = H，即各分成的全部：", "r' is all that was left, so b = H, everything the shares have: ") + (try sums.exact("b", whole, is: grant.fromShares)))
    } else if grant.granted == 0 {
      lines.append(say("r' = 0，故不收回：", "r' = 0, so nothing is taken: ") + (try sums.exact("b", 0, is: grant.fromShares)))
    } else {
      let words = "b = round(H·r'/(P − R)) = \(money(whole)) × \(money(grant.granted)) / \(money(open))"
      lines.append(try sums.rounded(words, Int128(whole) * Int128(grant.granted), over: Int128(open), is: grant.fromShares))
    }
    if grant.granted != grant.fromShares {
      let account = terms.version.base == .net ? "fees" : "subsidy"
      let unsplit = money(grant.granted - grant.fromShares)
      lines.append(say("r' − b = \(unsplit) 未曾分账：记入 \(account)", "r' − b = \(unsplit) was never split: it goes to \(account)"))
    }
    return lines
  }

  /// Step a.
  private func cancelled(_ grant: Grant, isWhole: Bool) throws -> [String] {
    var lines: [String] = []
    for part in grant.parts where part.units > 0 {
      let was = before.shares[part.share]
      let lead = say(
        "\(name(part.share))：取消 \(was.pending) 份待核销中的 \(part.units) 份",
        "\(name(part.share)): \(part.units) of \(was.pending) pending \(was.pending == 1 ? "unit" : "units") cancelled")
      let free =
        part.units == was.pending
        ? try sums.exact(say("释放全部待结", "set free all it holds"), was.held, is: part.free)
        : try sums.rounded(
          "\(say("释放", "set free")) round(\(money(was.held)) × \(part.units)/\(was.pending))", Int128(was.held) * Int128(part.units),
          over: Int128(was.pending),
          is: part.free)
      lines.append(say("\(lead)，\(free)，转入剩余", "\(lead), \(free), to the remainder"))
    }
    if isWhole, lines.isEmpty { lines.append(say("没有待核销份数，故无取消", "no unit is pending, so none is cancelled")) }
    return lines
  }

  /// Everything is refunded: every share that gives `all` gives all its earned.
  private func givenWhole(_ grant: Grant) throws -> [String] {
    try terms.lines.indices.map { share in
      let earned = before.shares[share].earned
      let gave = grant.parts.first { $0.share == share }?.earned ?? 0
      if terms.lines[share].gives != .all {
        try sums.check(gave == 0, "a share that does not give all gave its earned")
        return gives(share) + say("保留已结 \(money(earned))", "it keeps what it has earned, \(money(earned))")
      }
      return gives(share) + (try sums.exact(say("其已结", "its earned"), earned, is: gave))
    }
  }

  /// How a share takes part, as its agreement says: `takeout-coupon → eleme gives held: `.
  private func gives(_ share: Int) -> String {
    let what =
      switch terms.lines[share].gives {
      case .all: "待结和已结"
      case .held: "仅待结"
      case .cancelled: "仅已取消份数"
      }
    return say("\(name(share)) 承担\(what)：", "\(name(share)) gives \(terms.lines[share].gives.rawValue): ")
  }

  /// Step c, `ratio`.
  private func givenByRatio(_ grant: Grant, _ rest: Int64) throws -> [String] {
    let whole = before.total - grant.fromFree
    var lines = [
      say(
        "按比例，各分成尚有 H₁ = \(money(whole))：各方按可承担部分的 b₁/H₁ = \(money(rest))/\(money(whole)) 承担",
        "by ratio, with H₁ = \(money(whole)) that the shares still have: everyone gives b₁/H₁ = \(money(rest))/\(money(whole)) of what it may")
    ]
    for share in terms.lines.indices {
      let part = grant.parts.first { $0.share == share }
      let (held, earned) = (before.shares[share].held - (part?.free ?? 0), before.shares[share].earned)
      let gives = terms.lines[share].gives
      var texts: [String] = []
      if gives != .cancelled, held != 0 {
        texts.append(try ratio(say("待结", "held"), held, rest, whole, is: part?.held ?? 0))
      }
      if gives == .all, earned != 0 {
        texts.append(try ratio(say("已结", "earned"), earned, rest, whole, is: part?.earned ?? 0))
      }
      if texts.isEmpty {
        try sums.check((part?.held ?? 0) == 0 && (part?.earned ?? 0) == 0, "a share gave what it may keep")
        texts.append(keeps(held, earned))
      }
      lines.append(self.gives(share) + texts.joined(separator: say("；", "; ")))
    }
    return lines
  }

  private func keeps(_ held: Int64, _ earned: Int64) -> String {
    say("无（保留待结 \(money(held))、已结 \(money(earned))）", "nothing (keeps held \(money(held)), earned \(money(earned)))")
  }

  private func ratio(_ what: String, _ amount: Int64, _ part: Int64, _ whole: Int64, is result: Int64) throws -> String {
    try sums.rounded(
      "round(\(what) \(money(amount)) × \(money(part)) / \(money(whole)))", Int128(amount) * Int128(part), over: Int128(whole), is: result)
  }

  /// Step c, `unused-first`.
  private func givenUnusedFirst(_ grant: Grant, _ rest: Int64) throws -> [String] {
    func held(_ share: Int) -> Int64 { before.shares[share].held - (grant.parts.first { $0.share == share }?.free ?? 0) }
    let givers = terms.lines.indices.filter { terms.lines[$0].gives != .cancelled }
    let remainder = max(0, before.remainder + grant.setFree - grant.fromFree)
    let unused = givers.reduce(remainder) { $0 + held($1) }
    let earned = givers.filter { terms.lines[$0].gives == .all }.reduce(Int64(0)) { $0 + before.shares[$1].earned }
    let beyond = rest - unused
    var lines = [
      say(
        "未用优先：U = \(money(unused))，即可承担分成的待结与平台剩余 \(money(remainder))",
        "unused first: U = \(money(unused)), what the shares that may give hold and the platform's remainder \(money(remainder))")
    ]
    if beyond > 0 {
      lines.append(
        say(
          "b₁ 大于 U：U 全部承担，b₂ = b₁ − U = \(money(beyond)) 取自已结 V = \(money(earned))",
          "b₁ is more than U: all of U is given, and b₂ = b₁ − U = \(money(beyond)) comes from what is earned, V = \(money(earned))"))
    }
    for share in terms.lines.indices {
      let part = grant.parts.first { $0.share == share }
      let gives = terms.lines[share].gives
      var texts: [String] = []
      if gives != .cancelled, held(share) != 0 {
        texts.append(
          beyond <= 0
            ? try ratio(say("待结", "held"), held(share), rest, unused, is: part?.held ?? 0)
            : try sums.exact(say("其全部待结", "all its held"), held(share), is: part?.held ?? 0))
      }
      if gives == .all, beyond > 0, before.shares[share].earned != 0 {
        texts.append(
          beyond >= earned
            ? try sums.exact(say("其全部已结", "all its earned"), before.shares[share].earned, is: part?.earned ?? 0)
            : try ratio(say("已结", "earned"), before.shares[share].earned, beyond, earned, is: part?.earned ?? 0))
      }
      if texts.isEmpty {
        try sums.check((part?.held ?? 0) == 0 && (part?.earned ?? 0) == 0, "a share gave what it may keep")
        texts.append(keeps(held(share), before.shares[share].earned))
      }
      lines.append(self.gives(share) + texts.joined(separator: say("；", "; ")))
    }
    return lines
  }

  /// A refund that failed: everything it posted is negated, and what has no place any more moves on.
  func undo() throws -> [String] {
    guard let undone = before.refunds.last(where: { $0.refund == step.record && !$0.isUndone }) else {
      throw BrokenLaw("explanation: an undo without a refund")
    }
    var lines = [
      say(
        "退款 \(money(undone.amount)) 失败：冲销其全部分录，之后的事件不重算",
        "the refund of \(money(undone.amount)) has failed: every line that it posted is negated, later events are not recomputed")
    ]
    try sums.check(after.refunded == before.refunded - undone.granted, "R did not shrink by r′")
    let refunded = "R = \(money(before.refunded)) − r' \(money(undone.granted)) = \(money(after.refunded))"
    lines.append(say("\(refunded)；Σb 减少 \(money(undone.fromShares))", "\(refunded); Σb shrinks by \(money(undone.fromShares))"))
    var moved: Int64 = 0
    for part in undone.parts {
      let (was, now) = (before.shares[part.share], after.shares[part.share])
      let lead = name(part.share) + say("：", ": ")
      var texts: [String] = []
      if part.units > 0 { texts.append(say("恢复 \(units(part.units))", "\(units(part.units)) come back")) }
      if part.free + part.held != 0 { texts.append("\(say("待结", "held")) + \(money(part.free + part.held))") }
      if part.earned != 0 { texts.append("\(say("已结", "earned")) + \(money(part.earned))") }
      if !texts.isEmpty { lines.append(lead + texts.joined(separator: say("，", ", "))) }
      let toHeld = was.earned + part.earned - now.earned
      let toRemainder = was.held + part.free + part.held + toHeld - now.held
      moved += toRemainder
      if toHeld != 0 { lines.append(lead + say("没有有效核销，故 \(money(toHeld)) 由已结转为待结", "no redemption stands, so \(money(toHeld)) of earned go to held")) }
      if now.cancelled > was.cancelled - part.units {
        lines.append(lead + say("订单已全额退款，份数随即取消", "the order is wholly refunded, so the units are cancelled at once"))
      }
      if toRemainder != 0 {
        lines.append(
          lead + say("已无对应份数，故待结 \(money(toRemainder)) 转入剩余", "no unit stands behind it, so \(money(toRemainder)) of held go to the remainder"))
      }
    }
    let back = -undone.remainder
    try sums.check(after.remainder == before.remainder + back + moved, "the remainder is not what the undo says")
    lines.append(
      say(
        "剩余：\(money(before.remainder)) + 归还 \(money(back)) + 转入 \(money(moved)) = \(money(after.remainder))",
        "remainder: \(money(before.remainder)) + \(money(back)) given back + \(money(moved)) moved on = \(money(after.remainder))"))
    return lines
  }
}
