import SettlementCore

/// The lines of a statement gathered by currency: which rows its sheets show and what they sum to; made only when all laws hold.
struct StatementTotals {
  /// Lines of one agreement, version, entitlement and kind, of one day or of all.
  struct Row {
    let rule: Int32
    let entitlement: Int32
    let kind: GroupKind
    /// Days since 1970.
    let day: Int32
    /// Number of the product from 1: agreement, version and entitlement of one currency.
    var product = 0
    var count: Int64 = 0
    var amount: Int64 = 0

    func isSameProduct(as other: Row) -> Bool { rule == other.rule && entitlement == other.entitlement }
  }
  /// What lines but payments come to without tax, and their tax.
  struct Tax {
    var net: Int64 = 0
    var tax: Int64 = 0
  }

  let account: RollForward
  /// Places of this currency's lines among all, in their order.
  let lines: [Int]
  /// Those of refund, undo and unearn that are not late.
  let refunds: [Int]
  /// Those whose own date lies before the period.
  let late: [Int]
  /// Sorted by agreement, version, entitlement, kind and day.
  let dailyRows: [Row]
  /// The same without days.
  let rows: [Row]
  /// Without kinds, the greatest amount first and last what belongs to no agreement.
  let products: [Row]
  /// Ascending.
  let days: [Day]
  /// Zero without a rate.
  let tax: Tax
  /// Sum of `lines` = closing − opening. Minor units.
  let movement: Int64
  let refunded: Int64
  let payable: Payable

  var exponent: Int { account.currency.exponent }

  /// One for each of the statement's accounts, by currency code.
  ///
  /// Throws `StatementError` when a roll-forward does not close, when the lines do not sum to its movements, when a line has a currency
  /// without account, or when an account is named twice.
  static func of(_ statement: PartnerStatement) throws(StatementError) -> [StatementTotals] {
    var gathered: [Currency: Gathered] = [:]
    let split = statement.taxSplit
    for account in statement.accounts {
      guard gathered.updateValue(Gathered(split: split), forKey: account.currency) == nil else {
        throw failure(statement, account.currency, "roll-forward", "one per currency", "several")
      }
    }
    for line in 0..<statement.lines.count {
      let currency = statement.lines.currency[line]
      guard gathered.index(forKey: currency) != nil else {
        throw failure(statement, currency, "line of group \(statement.lines.group[line])", "a roll-forward of its currency", "none")
      }
      gathered[currency]!.add(line, statement.lines, from: statement.days.lowerBound)
    }
    let accounts = statement.accounts.sorted { $0.currency.code.utf8.lexicographicallyPrecedes($1.currency.code.utf8) }
    var totals: [StatementTotals] = []
    for account in accounts {
      let products = totals.reduce(0) { max($0, $1.rows.last?.product ?? 0) }
      totals.append(try StatementTotals(statement, account, gathered[account.currency]!, after: products))
    }
    return totals
  }

  private init(_ statement: PartnerStatement, _ account: RollForward, _ gathered: Gathered, after numbered: Int) throws(StatementError) {
    var closing = Int128(account.opening)
    for movement in RollForward.Movement.allCases {
      let said = account.change(movement)
      closing += Int128(said)
      let found = gathered.sums[movement.rawValue]
      if found != Int128(said) {
        throw Self.failure(
          statement, account.currency, "sum of the detail lines against '\(movement)' of the roll-forward", said, found, account)
      }
    }
    if closing != Int128(account.closing) {
      throw Self.failure(statement, account.currency, "roll-forward against the ledger's closing", account.closing, closing, account)
    }
    guard let movement = Int64(exactly: closing - Int128(account.opening)), !gathered.isBeyond64Bits else {
      throw Self.failure(
        statement, account.currency, "movement of the period", "64 bits of minor units", "\(closing - Int128(account.opening))")
    }
    self.account = account
    self.movement = movement
    lines = gathered.lines
    refunds = gathered.refunds
    late = gathered.lines.filter { statement.lines.businessDay[$0] < statement.days.lowerBound.number }
    refunded = account.change(.refunded)
    dailyRows = gathered.sortedRows(statement, numberedFrom: numbered + 1)
    do {
      rows = try Self.gathered(dailyRows) { $0.product == $1.product && $0.kind == $1.kind }
      products = try Self.products(rows)
      days = try Self.days(dailyRows, from: statement.days.lowerBound)
    } catch {
      throw Self.failure(statement, account.currency, "sums of the period", "64 bits of minor units", "more")
    }
    guard let net = Int64(exactly: gathered.net), let tax = Int64(exactly: gathered.tax) else {
      throw Self.failure(statement, account.currency, "sum of the tax", "64 bits of minor units", "\(gathered.tax)")
    }
    self.tax = Tax(net: net, tax: tax)
    payable = try Payable(statement, account)
  }

  private static func failure(
    _ statement: PartnerStatement, _ currency: Currency, _ law: String, _ expected: String, _ found: String
  ) -> StatementError {
    StatementError(statement: statement.number, currency: currency, law: law, expected: expected, found: found)
  }

  private static func failure(
    _ statement: PartnerStatement, _ currency: Currency, _ law: String, _ expected: Int64, _ found: Int128, _ account: RollForward
  ) -> StatementError {
    let text = Int64(exactly: found).map { MoneyText.print($0, exponent: currency.exponent) } ?? "\(found) minor units"
    return failure(statement, currency, law, MoneyText.print(expected, exponent: currency.exponent), text)
  }
}

extension StatementTotals {
  /// One pass over the lines.
  fileprivate struct Gathered {
    struct Key: Hashable {
      let rule: Int32
      let entitlement: Int32
      let kind: UInt8
      let day: Int32
    }
    let split: TaxSplit?
    var net: Int128 = 0
    var tax: Int128 = 0
    var lines: [Int] = []
    var refunds: [Int] = []
    var sums = [Int128](repeating: 0, count: RollForward.Movement.allCases.count)
    var rows: [Row] = []
    var places: [Key: Int] = [:]
    var last: (key: Key, place: Int)?
    var isBeyond64Bits = false

    mutating func add(_ line: Int, _ all: StatementLines, from first: CalendarDay) {
      let kind = all.kind[line]
      let movement = RollForward.Movement(kind, isLate: all.businessDay[line] < first.number)
      lines.append(line)
      if movement == .refunded { refunds.append(line) }
      sums[movement.rawValue] += Int128(all.amount[line])
      let key = Key(rule: all.rule[line], entitlement: all.entitlement[line], kind: kind.rawValue, day: all.businessDay[line])
      let place = self.place(key, kind)
      rows[place].count += 1
      let (sum, overflow) = rows[place].amount.addingReportingOverflow(all.amount[line])
      rows[place].amount = sum
      isBeyond64Bits = isBeyond64Bits || overflow
      if let split, TaxSplit.isTaxed(kind) {
        let net = split.withoutTax(all.amount[line])
        self.net += Int128(net)
        tax += Int128(all.amount[line] - net)
      }
    }

    private mutating func place(_ key: Key, _ kind: GroupKind) -> Int {
      if let last, last.key == key { return last.place }
      let place = places[key] ?? rows.count
      if place == rows.count {
        rows.append(Row(rule: key.rule, entitlement: key.entitlement, kind: kind, day: key.day))
        places[key] = place
      }
      last = (key, place)
      return place
    }

    func sortedRows(_ statement: PartnerStatement, numberedFrom first: Int) -> [Row] {
      func key(_ row: Row) -> (String, Int32, String, UInt8) {
        let rule = row.rule >= 0 ? statement.rules[Int(row.rule)] : nil
        let entitlement = row.entitlement >= 0 ? statement.entitlements[Int(row.entitlement)] : ""
        return (rule?.agreement ?? "\u{10FFFF}", rule?.effective.number ?? .max, entitlement, row.kind.rawValue)
      }
      func precedes(_ left: Row, _ right: Row) -> Bool {
        let (a, b) = (key(left), key(right))
        if a.0 != b.0 { return a.0.utf8.lexicographicallyPrecedes(b.0.utf8) }
        if a.1 != b.1 { return a.1 < b.1 }
        if a.2 != b.2 { return a.2.utf8.lexicographicallyPrecedes(b.2.utf8) }
        return a.3 != b.3 ? a.3 < b.3 : left.day < right.day
      }
      var sorted = rows.sorted(by: precedes)
      for place in sorted.indices {
        let isNew = place > 0 && !sorted[place].isSameProduct(as: sorted[place - 1])
        sorted[place].product = place == 0 ? first : sorted[place - 1].product + (isNew ? 1 : 0)
      }
      return sorted
    }
  }
}
