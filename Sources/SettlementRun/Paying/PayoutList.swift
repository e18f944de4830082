import LedgerStore
import RuleFiles
import SettlementCore

/// `qingfen payouts list`: issued statements with the payouts matched to them, and the payouts that match none.
public enum PayoutList {
  /// The page, of one partner or of all.
  ///
  /// Throws what opening the ledger throws, and `ClosingProblem` when no statement was issued.
  public static func text(partner: String?, _ configuration: Configuration) throws -> String {
    let reading = try LedgerReading(configuration)
    let closed = try reading.ledger.closedPeriods().filter { partner == nil || $0.partner == partner }
    if closed.isEmpty {
      let whose = partner.map { " of '\(AlignedTable.printable($0))'" } ?? ""
      throw ClosingProblem("expected an issued statement\(whose), found none")
    }
    let matching = PayoutMatching(try reading.ledger.payouts(of: reading.state.runs), closed, reading.rules.parties)
    var table = AlignedTable([
      ("statement", .left), ("payable", .right), ("paid", .right), ("currency", .left), ("payouts", .left), ("matched by", .left),
    ])
    for statement in closed.newestVersions {
      for account in statement.accounts {
        let found = matching.matches[.init(statement: statement.statement, currency: account.currency)] ?? []
        let paid = found.reduce(Int128(0)) { $0 + Int128($1.payout.amount) }
        table.append([
          statement.statement, Money(account.due, account.currency).decimal,
          Int64(exactly: paid).map { Money($0, account.currency).decimal } ?? "beyond 64 bits", account.currency.code,
          AlignedTable.printable(found.map(\.payout.id).joined(separator: " ")), found.first?.rule.rawValue ?? "",
        ])
      }
    }
    let lines = table.lines(indent: "") + matching.unmatched.map { unmatched($0, reading.rules.parties) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What is said about a payout that pays no issued statement.
  static func unmatched(_ payout: PayoutRecord, _ parties: Terminology) -> String {
    "payout \(AlignedTable.printable(payout.id)): \(Money(payout.amount, payout.currency)) to \(parties[payout.party]) on \(payout.day) "
      + "matches no issued statement: expected an id that begins with its number, or the amount that one says is payable"
  }
}
