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
      lines.append("of b, \(money(grant.fromFree)) come from the \(money(grant.setFree)) set free; the rest is b₁ = \(money(rest))")
    }
    if isWhole {
      lines += try givenWhole(grant)
    } else if rest > 0 {
      lines += terms.version.refund == .ratio ? try givenByRatio(grant, rest) : try givenUnusedFirst(grant, rest)
    }
    let platform = grant.fromShares - grant.given
    try sums.check(
      after.remainder == before.remainder + grant.setFree - platform, "the remainder did not give what the shares did not")
    lines.append(
      "the platform's remainder gives what is missing: \(money(grant.fromShares)) − \(money(grant.given)) = \(money(platform)); it is now "
        + "\(money(before.remainder)) + \(money(grant.setFree)) set free − \(money(platform)) = \(money(after.remainder))"
        + (after.remainder < 0 ? ": the platform bears it" : ""))
    return lines
  }

  /// r′ and the excess.
  private func granted(_ grant: Grant) throws -> [String] {
    let open = before.paid - before.refunded
    let asked = step.isExcess ? grant.excess + grant.granted : grant.amount
    try sums.check(min(asked, open) == grant.granted, "r′ is not min(r, P − R)")
    var lines = [
      step.isExcess
        ? "\(money(asked)) of the refund of \(money(grant.amount)) "
          + "waited in suspense and are tried again; no named unit is cancelled a second time"
        : "the refund asks for r = \(money(grant.amount))\(named())",
      "r' = min(\(money(asked)), P − R = \(money(before.paid)) − \(money(before.refunded)) = \(money(open))) = \(money(grant.granted))",
    ]
    if grant.excess > 0 { lines.append("the excess of \(money(grant.excess)) over what is left of the order waits in suspense") }
    return lines
  }

  /// What the refund names: ` for 2 units of takeout-coupon`.
  private func named() -> String {
    let row = Int(step.record)
    let entitlement = story.facts.refunds.entitlement[row]
    let units = story.facts.refunds.units[row]
    if entitlement == -1 { return units > 0 ? ", and cancels the units of \(units) bundle\(units == 1 ? "" : "s")" : ", and names no unit" }
    let name = entitlement < 0 ? "an entitlement" : "'\(AlignedTable.printable(story.intake.rules.entitlements[entitlement]))'"
    if terms.share(delivering: entitlement) == nil {
      return ", and names \(name), which the agreement does not know: it counts as naming nothing"
    }
    return ", and cancels \(units > 0 ? Self.units(units) : "all pending units") of \(name)"
  }

  /// b, and what of r′ was never split.
  private func taken(_ grant: Grant, isWhole: Bool) throws -> [String] {
    let whole = before.total
    let open = before.paid - before.refunded
    var lines: [String] = []
    if isWhole {
      lines.append("r' is all that was left, so b = H, everything the shares have: " + (try sums.exact("b", whole, is: grant.fromShares)))
    } else if grant.granted == 0 {
      lines.append("r' = 0, so nothing is taken: " + (try sums.exact("b", 0, is: grant.fromShares)))
    } else {
      let words = "b = round(H·r'/(P − R)) = \(money(whole)) × \(money(grant.granted)) / \(money(open))"
      lines.append(try sums.rounded(words, Int128(whole) * Int128(grant.granted), over: Int128(open), is: grant.fromShares))
    }
    if grant.granted != grant.fromShares {
      let account = terms.version.base == .net ? "fees" : "subsidy"
      lines.append("r' − b = \(money(grant.granted - grant.fromShares)) was never split: it goes to \(account)")
    }
    return lines
  }

  /// Step a.
  private func cancelled(_ grant: Grant, isWhole: Bool) throws -> [String] {
    var lines: [String] = []
    for part in grant.parts where part.units > 0 {
      let was = before.shares[part.share]
      let lead = "\(name(part.share)): \(part.units) of \(was.pending) pending \(was.pending == 1 ? "unit" : "units") cancelled"
      let free =
        part.units == was.pending
        ? try sums.exact("set free all it holds", was.held, is: part.free)
        : try sums.rounded(
          "set free round(\(money(was.held)) × \(part.units)/\(was.pending))", Int128(was.held) * Int128(part.units),
          over: Int128(was.pending),
          is: part.free)
      lines.append("\(lead), \(free), to the remainder")
    }
    if isWhole, lines.isEmpty { lines.append("no unit is pending, so none is cancelled") }
    return lines
  }

  /// Everything is refunded: every share that gives `all` gives all its earned.
  private func givenWhole(_ grant: Grant) throws -> [String] {
    try terms.lines.indices.map { share in
      let earned = before.shares[share].earned
      let gave = grant.parts.first { $0.share == share }?.earned ?? 0
      if terms.lines[share].gives != .all {
        try sums.check(gave == 0, "a share that does not give all gave its earned")
        return "\(name(share)) gives \(terms.lines[share].gives.rawValue): it keeps what it has earned, \(money(earned))"
      }
      return "\(name(share)) gives all: " + (try sums.exact("its earned", earned, is: gave))
    }
  }

  /// Step c, `ratio`.
  private func givenByRatio(_ grant: Grant, _ rest: Int64) throws -> [String] {
    let whole = before.total - grant.fromFree
    var lines = [
      "by ratio, with H₁ = \(money(whole)) that the shares still have: everyone gives b₁/H₁ = \(money(rest))/\(money(whole)) of what it may"
    ]
    for share in terms.lines.indices {
      let part = grant.parts.first { $0.share == share }
      let (held, earned) = (before.shares[share].held - (part?.free ?? 0), before.shares[share].earned)
      let gives = terms.lines[share].gives
      var texts: [String] = []
      if gives != .cancelled, held != 0 {
        texts.append(try ratio("held", held, rest, whole, is: part?.held ?? 0))
      }
      if gives == .all, earned != 0 {
        texts.append(try ratio("earned", earned, rest, whole, is: part?.earned ?? 0))
      }
      if texts.isEmpty {
        try sums.check((part?.held ?? 0) == 0 && (part?.earned ?? 0) == 0, "a share gave what it may keep")
        texts.append("nothing (keeps held \(money(held)), earned \(money(earned)))")
      }
      lines.append("\(name(share)) gives \(gives.rawValue): \(texts.joined(separator: "; "))")
    }
    return lines
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
    var lines = ["unused first: U = \(money(unused)), what the shares that may give hold and the platform's remainder \(money(remainder))"]
    if beyond > 0 {
      lines.append(
        "b₁ is more than U: all of U is given, and b₂ = b₁ − U = \(money(beyond)) comes from what is earned, V = \(money(earned))")
    }
    for share in terms.lines.indices {
      let part = grant.parts.first { $0.share == share }
      let gives = terms.lines[share].gives
      var texts: [String] = []
      if gives != .cancelled, held(share) != 0 {
        texts.append(
          beyond <= 0
            ? try ratio("held", held(share), rest, unused, is: part?.held ?? 0)
            : try sums.exact("all its held", held(share), is: part?.held ?? 0))
      }
      if gives == .all, beyond > 0, before.shares[share].earned != 0 {
        texts.append(
          beyond >= earned
            ? try sums.exact("all its earned", before.shares[share].earned, is: part?.earned ?? 0)
            : try ratio("earned", before.shares[share].earned, beyond, earned, is: part?.earned ?? 0))
      }
      if texts.isEmpty {
        try sums.check((part?.held ?? 0) == 0 && (part?.earned ?? 0) == 0, "a share gave what it may keep")
        texts.append("nothing (keeps held \(money(held(share))), earned \(money(before.shares[share].earned)))")
      }
      lines.append("\(name(share)) gives \(gives.rawValue): \(texts.joined(separator: "; "))")
    }
    return lines
  }

  /// A refund that failed: everything it posted is negated, and what has no place any more moves on.
  func undo() throws -> [String] {
    guard let undone = before.refunds.last(where: { $0.refund == step.record && !$0.isUndone }) else {
      throw BrokenLaw("explanation: an undo without a refund")
    }
    var lines = ["the refund of \(money(undone.amount)) has failed: every line that it posted is negated, later events are not recomputed"]
    try sums.check(after.refunded == before.refunded - undone.granted, "R did not shrink by r′")
    lines.append(
      "R = \(money(before.refunded)) − r' \(money(undone.granted)) = \(money(after.refunded)); Σb shrinks by \(money(undone.fromShares))")
    var moved: Int64 = 0
    for part in undone.parts {
      let (was, now) = (before.shares[part.share], after.shares[part.share])
      var texts: [String] = []
      if part.units > 0 { texts.append("\(Self.units(part.units)) come back") }
      if part.free + part.held != 0 { texts.append("held + \(money(part.free + part.held))") }
      if part.earned != 0 { texts.append("earned + \(money(part.earned))") }
      if !texts.isEmpty { lines.append("\(name(part.share)): \(texts.joined(separator: ", "))") }
      let toHeld = was.earned + part.earned - now.earned
      let toRemainder = was.held + part.free + part.held + toHeld - now.held
      moved += toRemainder
      if toHeld != 0 { lines.append("\(name(part.share)): no redemption stands, so \(money(toHeld)) of earned go to held") }
      if now.cancelled > was.cancelled - part.units {
        lines.append("\(name(part.share)): the order is wholly refunded, so the units are cancelled at once")
      }
      if toRemainder != 0 {
        lines.append("\(name(part.share)): no unit stands behind it, so \(money(toRemainder)) of held go to the remainder")
      }
    }
    let back = -undone.remainder
    try sums.check(after.remainder == before.remainder + back + moved, "the remainder is not what the undo says")
    lines.append("remainder: \(money(before.remainder)) + \(money(back)) given back + \(money(moved)) moved on = \(money(after.remainder))")
    return lines
  }
}
