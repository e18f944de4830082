import SettlementCore

/// What a statement shows as payable in one currency while discrepancies are open; it posts nothing (SPEC §7, §8).
struct Payable: Equatable {
  /// Open discrepancies in this currency, and the sums of their two sides (an empty side counts 0). Minor units.
  let openCount: Int
  let ours: Int64
  let theirs: Int64
  /// theirs − ours
  let difference: Int64
  /// The closing balance with every open item counted as `settle` says.
  let amount: Int64
  /// True when `amount` is zero, negative or below the minimum: nothing is paid, the balance moves to the next period.
  let isCarriedForward: Bool

  /// What of the closing balance is not paid now; negative when more than the balance is.
  let carriedForward: Int64

  /// What is to be paid now.
  var due: Int64 { isCarriedForward ? 0 : amount }

  /// Open items replace our amount by what `settle` says: ours, theirs, the lower one, or nothing (a negative one stays).
  ///
  /// Not counted: `control-total` (its lines are compared one by one) and a channel's bill (it states what customers paid, not what the
  /// channel is owed). Throws `StatementError` when a sum does not fit 64 bits.
  init(_ statement: PartnerStatement, _ account: RollForward) throws(StatementError) {
    var sums = (ours: Int128(0), theirs: Int128(0), amount: Int128(account.closing))
    var count = 0
    for discrepancy in statement.discrepancies {
      let finding = discrepancy.finding
      guard finding.state == .open, finding.currency == account.currency, finding.kind != .controlTotal, finding.book != .channel else {
        continue
      }
      count += 1
      let (ours, theirs) = (finding.ours ?? 0, finding.theirs ?? 0)
      sums.ours += Int128(ours)
      sums.theirs += Int128(theirs)
      sums.amount += Int128(Self.counted(ours, theirs, statement.partner.settle)) - Int128(ours)
    }
    openCount = count
    ours = try Self.narrow(sums.ours, statement, account)
    theirs = try Self.narrow(sums.theirs, statement, account)
    difference = try Self.narrow(sums.theirs - sums.ours, statement, account)
    if let changes = statement.changes {
      // A later version asks for nothing anew: what has changed is settled in the periods that count it.
      let issued = changes.balance(account.currency)
      amount = issued?.due ?? 0
      isCarriedForward = amount == 0
      carriedForward = issued?.carriedForward ?? 0
    } else {
      amount = try Self.narrow(sums.amount, statement, account)
      isCarriedForward = amount <= 0 || Self.isBelow(statement.partner.minimumPayout, amount, account.currency)
      carriedForward = try Self.narrow(Int128(account.closing) - (isCarriedForward ? 0 : Int128(amount)), statement, account)
    }
  }

  private static func counted(_ ours: Int64, _ theirs: Int64, _ settle: PartnerSettings.Settle) -> Int64 {
    switch settle {
    case .ours: ours
    case .theirs: theirs
    case .lower: min(ours, theirs)
    case .hold: min(ours, 0)
    }
  }

  /// `minimum` is in minor units at four decimals.
  private static func isBelow(_ minimum: Int64, _ amount: Int64, _ currency: Currency) -> Bool {
    var scale: Int128 = 1
    for _ in currency.exponent..<4 { scale *= 10 }
    return Int128(amount) * scale < Int128(minimum)
  }

  private static func narrow(_ sum: Int128, _ statement: PartnerStatement, _ account: RollForward) throws(StatementError) -> Int64 {
    guard let narrow = Int64(exactly: sum) else {
      throw StatementError(
        statement: statement.number, currency: account.currency, law: "sum of open discrepancies", expected: "64 bits of minor units",
        found: "\(sum)")
    }
    return narrow
  }
}
