import Reports
import SettlementCore

/// One partner with as many lines as are asked for: those of all partners of a night, again and again.
enum LargePartner {
  /// The statement's roll-forward is what its lines say. Throws `Difference` when there is no line to begin with.
  static func statement(of count: Int, from statements: [PartnerStatement]) throws -> PartnerStatement {
    guard var statement = statements.max(by: { $0.lines.count < $1.lines.count }), statement.lines.count > 0 else {
      throw Difference("lines in the night", "none")
    }
    var lines = StatementLines()
    var account = RollForward(currency: statement.accounts[0].currency, opening: 0, closing: 0)
    let from = statement.lines
    for number in 0..<count {
      let line = number % from.count
      lines.append(
        businessDay: CalendarDay(number: from.businessDay[line]), localSeconds: from.localSeconds[line], group: Int64(number + 1),
        run: from.run[line], kind: from.kind[line], orderID: .row(line, of: from.orderID), reference: .row(line, of: from.reference),
        entitlement: from.entitlement[line], rule: from.rule[line], amount: from.amount[line], currency: account.currency)
      try account.add(from.amount[line], as: RollForward.Movement(from.kind[line], isLate: false))
    }
    statement.lines = lines
    statement.accounts = [account]
    statement.origins = [:]
    return statement
  }
}
