import SettlementCore

/// The sums of one currency's book, and the laws that they hold. Minor units, signed as they are shown.
struct PlatformTotals {
  /// Opening, one for each kind of posting group, closing: the columns of the cover.
  static let columns = GroupKind.allCases.count + 2

  let book: PlatformStatement.Book
  /// By column of the cover: what the money accounts come to, and what their owners do, which is the same.
  let money: [Int64]
  let owners: [Int64]
  /// Over all parties.
  let parties: RollForward
  let held: Int64
  /// Over all days.
  let paid: Int64
  let refunded: Int64
  /// By party: its open discrepancies in this currency.
  let open: [String: DiscrepancySum]
  /// The parties of the book, then those that have no account and something open.
  let rows: [PlatformStatement.PartyRow]
  let openSum: DiscrepancySum

  var exponent: Int { book.currency.exponent }

  /// The books of a statement. Throws `StatementError` when a law does not hold or a sum does not fit 64 bits.
  static func of(_ statement: PlatformStatement) throws(StatementError) -> [PlatformTotals] {
    var totals: [PlatformTotals] = []
    for book in statement.books { totals.append(try PlatformTotals(book, statement)) }
    return totals
  }

  private init(_ book: PlatformStatement.Book, _ statement: PlatformStatement) throws(StatementError) {
    self.book = book
    let laws = Laws(statement: statement.number, currency: book.currency)
    for account in PlatformAccount.allCases {
      let row = book[account]
      try laws.equal("\(account): opening and moves = closing", row.closing, Self.sum([row.opening] + row.moves))
      _ = try laws.narrow(Int128(row.closing) - Int128(row.opening))
    }
    money = try Self.columns(of: PlatformAccount.money, book, laws)
    owners = try Self.columns(of: PlatformAccount.owners, book, laws)
    for (money, owners) in zip(money, owners) { try laws.equal("debit = credit", money, Int128(owners)) }
    (parties, held) = try Self.parties(book, laws)
    (paid, refunded) = try Self.days(book, laws)
    (open, openSum) = Self.open(book.currency, statement)
    let known = Set(book.parties.map(\.party))
    rows =
      book.parties
      + open.keys.filter { !known.contains($0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { party in
        .init(party: party, account: RollForward(currency: book.currency, opening: 0, closing: 0), held: 0)
      }
  }

  /// What an account moved in the month.
  func change(_ account: PlatformAccount) -> Int64 { book[account].closing - book[account].opening }

  private static func sum(_ amounts: [Int64]) -> Int128 { amounts.reduce(0) { $0 + Int128($1) } }

  private static func columns(
    of accounts: [PlatformAccount], _ book: PlatformStatement.Book, _ laws: Laws
  ) throws(StatementError) -> [Int64] {
    var sums: [Int64] = []
    for column in 0..<columns { sums.append(try laws.narrow(sum(accounts.map { book[$0].amounts[column] }))) }
    return sums
  }

  /// The parties' payables and what is held for them are those of the accounts.
  private static func parties(_ book: PlatformStatement.Book, _ laws: Laws) throws(StatementError) -> (RollForward, Int64) {
    let rows = book.parties.map(\.account)
    for (party, row) in zip(book.parties, rows) {
      let changes = RollForward.Movement.allCases.map(row.change)
      try laws.equal("\(party.party): opening and moves = closing", row.closing, sum([row.opening] + changes))
    }
    var all = RollForward(currency: book.currency, opening: 0, closing: 0)
    all.opening = try laws.narrow(sum(rows.map(\.opening)))
    all.earned = try laws.narrow(sum(rows.map(\.earned)))
    all.refunded = try laws.narrow(sum(rows.map(\.refunded)))
    all.trueUps = try laws.narrow(sum(rows.map(\.trueUps)))
    all.adjustments = try laws.narrow(sum(rows.map(\.adjustments)))
    all.paid = try laws.narrow(sum(rows.map(\.paid)))
    all.closing = try laws.narrow(sum(rows.map(\.closing)))
    let payable = book[.payable]
    try laws.equal("parties, opening = payable", all.opening, Int128(payable.opening))
    try laws.equal("parties, closing = payable", all.closing, Int128(payable.closing))
    for movement in RollForward.Movement.allCases {
      let kinds = GroupKind.allCases.filter { RollForward.Movement($0, isLate: false) == movement }
      try laws.equal("parties, \(movement) = payable", all.change(movement), sum(kinds.map { payable.moves[Int($0.rawValue)] }))
    }
    let held = try laws.narrow(sum(book.parties.map(\.held)))
    try laws.equal("parties, held = the accounts", held, Int128(book[.heldForParties].closing))
    return (all, held)
  }

  /// What the days did is what the month did.
  private static func days(_ book: PlatformStatement.Book, _ laws: Laws) throws(StatementError) -> (paid: Int64, refunded: Int64) {
    let days = book.days
    func change(_ account: PlatformAccount) -> Int128 { Int128(book[account].closing) - Int128(book[account].opening) }
    try laws.equal("days, revenue = the account", try laws.narrow(sum(days.map(\.revenue))), change(.revenue))
    try laws.equal("days, held = the account", try laws.narrow(sum(days.map(\.heldChange))), change(.heldForPlatform))
    let (paid, refunded) = (sum(days.map(\.paid)), sum(days.map(\.refunded)))
    try laws.equal("days, paid less refunded = custody", try laws.narrow(paid - refunded), change(.custody))
    return (try laws.narrow(paid), try laws.narrow(refunded))
  }

  private static func open(_ currency: Currency, _ statement: PlatformStatement) -> ([String: DiscrepancySum], DiscrepancySum) {
    var (sums, all): ([String: DiscrepancySum], DiscrepancySum) = ([:], DiscrepancySum())
    for discrepancy in statement.discrepancies where discrepancy.finding.state == .open && discrepancy.finding.currency == currency {
      let age = discrepancy.age(on: statement.businessDay)
      sums[discrepancy.finding.partner, default: DiscrepancySum()].add(discrepancy.finding, age: age)
      all.add(discrepancy.finding, age: age)
    }
    return (sums, all)
  }
}

extension PlatformStatement.AccountRow {
  /// By column of the cover.
  var amounts: [Int64] { [opening] + moves + [closing] }
}

/// Compares what must be equal in one currency of a statement.
private struct Laws {
  let statement: String
  let currency: Currency

  func equal(_ law: String, _ expected: Int64, _ found: Int128) throws(StatementError) {
    if Int128(expected) == found { return }
    throw error(law, MoneyText.print(expected, exponent: currency.exponent), found)
  }

  func narrow(_ sum: Int128) throws(StatementError) -> Int64 {
    guard let narrow = Int64(exactly: sum) else { throw error("a sum", "64 bits of minor units", sum) }
    return narrow
  }

  private func error(_ law: String, _ expected: String, _ found: Int128) -> StatementError {
    let text = Int64(exactly: found).map { MoneyText.print($0, exponent: currency.exponent) } ?? "\(found) minor units"
    return StatementError(statement: statement, currency: currency, law: law, expected: expected, found: text)
  }
}
