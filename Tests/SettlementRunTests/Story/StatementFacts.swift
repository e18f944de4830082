import DurableFiles
import Foundation
import LedgerStore
import Reports
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// What the statements say that a ledger gives: the drafts of its newest run, and every issued one made again.
enum StatementFacts {
  static let head =
    "statement,days,currency,opening,earned,refunded,true_ups,adjustments,paid,closing,due,carried_forward,lines,late\n"

  /// A row per statement and currency: drafts by partner and period, then issued ones. Checks on the way that what was recorded of an issued
  /// statement is what can be made of the ledger, and that its file is there as it was recorded.
  static func csv(_ configuration: Configuration) throws -> String {
    let drafts = try NewestDrafts.statements(configuration)
    let reading = try LedgerReading(configuration)
    let closed = try reading.ledger.closedPeriods()
    let issued = try reading.issued.remake(closed, closed: closed)
    for (period, statement) in zip(closed, issued) { try check(period, statement, configuration) }
    return head + (try (drafts + issued).map(rows).joined())
  }

  private static func rows(_ statement: PartnerStatement) throws -> String {
    try statement.payments().map { payment in
      let account = payment.account
      let amounts = [
        account.opening, account.earned, account.refunded, account.trueUps, account.adjustments, account.paid, account.closing, payment.due,
        payment.carriedForward,
      ].map { Money($0, account.currency).decimal }
      let days = "\(statement.days.lowerBound)/\(statement.days.upperBound)"
      return ([statement.number, days, account.currency.code] + amounts + ["\(statement.lines.count)", "\(statement.lateCount)"])
        .joined(separator: ",") + "\n"
    }.joined()
  }

  private static func check(_ period: ClosedPeriod, _ statement: PartnerStatement, _ configuration: Configuration) throws {
    let payments = try statement.payments()
    if period.version == 1 { #expect(period.accounts.map(RollForward.init) == payments.map(\.account)) }
    if let changes = statement.changes {
      for (account, payment) in zip(period.accounts, payments) {
        let stated = changes.balances.first { $0.currency == account.currency }!.stated.reduce(0) { $0 + $1.amount }
        #expect(payment.account.closing - stated == account.closing && account.closing == payment.due + payment.carriedForward)
      }
    }
    #expect(period.accounts.map(\.due) == payments.map(\.due))
    #expect(period.accounts.map(\.carriedForward) == payments.map(\.carriedForward))
    #expect(Int(period.lines) == statement.lines.count)
    let path = "\(configuration.output)/statements/\(period.partner)/\(period.partner)-\(period.period)-R\(period.version).xlsx"
    #expect(try Digest.sha256(ofFile: path).sha256 == period.sha256, "\(path) is as it was issued")
    let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(rights == 0o640)
  }
}
