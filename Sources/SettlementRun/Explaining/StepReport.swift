import SettlementCore

/// One step as text: its head, its sentences, the lines posted, and what every share has after it.
struct StepReport {
  let words: StepWords
  let group: ToldGroups.Group?
  let parties: Terminology

  /// The lines below the step's head. Throws `BrokenLaw` when a formula does not hold.
  func lines() throws -> [String] {
    var lines = try words.sentences().map { "   \($0)" }
    let climbs = ClimbWords(words: words.words, sums: words.sums)
    for climb in group?.climbs ?? [] { lines += try climbs.sentences(climb).map { "   \($0)" } }
    lines += words.remainder().map { "   \($0)" }
    lines += ["", "   posted"] + posted() + ["", "   after it"] + state(words.after) + [""]
    return lines
  }

  private func posted() -> [String] {
    guard let group else { return ["   nothing: no money moved, and no group has a number for it"] }
    var table = AlignedTable([("account", .left), ("debit", .right), ("credit", .right)])
    let named = group.lines.map { (name: $0.account.name(parties), amount: $0.amount) }
    for line in named.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      let amount = words.sums.quotient(Int128(line.amount.magnitude), 1)
      table.append([AlignedTable.printable(line.name), line.amount > 0 ? amount : "", line.amount < 0 ? amount : ""])
    }
    return table.lines(indent: "   ")
  }

  /// Held, earned and units of every share, and the law of the order.
  func state(_ life: OrderLife) -> [String] {
    var table = AlignedTable(
      [("share", .left), ("party", .left)] + ["held", "earned", "pending", "cancelled", "lapsed"].map { ($0, .right) })
    for (place, share) in life.shares.enumerated() {
      let line = words.terms.lines[place]
      let units = line.entitlement < 0 ? ["", "", ""] : [share.pending, share.cancelled, share.lapsed].map { String($0) }
      table.append([words.words.item(line), parties[share.party], words.money(share.held), words.money(share.earned)] + units)
    }
    table.append(["remainder", Share.platform, words.money(life.remainderHeld), words.money(life.remainderEarned), "", "", ""])
    return table.lines(indent: "   ")
  }
}
