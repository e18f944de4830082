import Reports
import SettlementCore

/// One step as text: its head, its sentences, the lines posted, and what every share has after it.
struct StepReport {
  let words: StepWords
  let group: ToldGroups.Group?
  let parties: Terminology

  private var say: Wording { words.say }

  /// The lines below the step's head. Throws `BrokenLaw` when a formula does not hold.
  func lines() throws -> [String] {
    var lines = try words.sentences().map { "   \($0)" }
    let climbs = ClimbWords(words: words.words, sums: words.sums)
    for climb in group?.climbs ?? [] { lines += try climbs.sentences(climb).map { "   \($0)" } }
    lines += words.remainder().map { "   \($0)" }
    lines += ["", "   \(say("入账", "posted"))"] + posted() + ["", "   \(say("之后", "after it"))"] + state(words.after) + [""]
    return lines
  }

  private func posted() -> [String] {
    guard let group else { return [say("   无：金额没有变动，也没有分录组号", "   nothing: no money moved, and no group has a number for it")] }
    return AccountLines.text(group.lines, words.terms.currency, parties, say)
  }

  /// Held, earned and units of every share, and the law of the order.
  func state(_ life: OrderLife) -> [String] {
    var table = AlignedTable(
      [(say("权益", "share"), .left), (say("分账方", "party"), .left)]
        + [say("待结", "held"), say("已结", "earned"), say("待核销", "pending"), say("已取消", "cancelled"), say("已过期", "lapsed")]
        .map { ($0, .right) })
    for (place, share) in life.shares.enumerated() {
      let line = words.terms.lines[place]
      let units = line.entitlement < 0 ? ["", "", ""] : [share.pending, share.cancelled, share.lapsed].map { String($0) }
      table.append([words.words.item(line), parties[share.party], words.money(share.held), words.money(share.earned)] + units)
    }
    table.append([say("剩余", "remainder"), Share.platform, words.money(life.remainderHeld), words.money(life.remainderEarned), "", "", ""])
    return table.lines(indent: "   ")
  }
}
