import DurableFiles
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen payouts export`: what the issued statements of a period ask to be paid, for the bank.
///
/// A balance is never asked for twice: only a partner's newest statement is paid, and everything paid since its period counts against it,
/// matched or not.
public struct PaymentList: Sendable {
  public enum Format: String, Sendable, CaseIterable {
    case csv, pain001
  }

  /// By partner, statement and currency.
  public let orders: [PaymentOrder]
  private let period: String
  private let payer: BankAccount?
  private let newest: CalendarDay

  /// Throws `ClosingProblem` when no statement was issued for the period, and what opening the ledger throws.
  public init(period: String, _ configuration: Configuration) throws {
    let reading = try LedgerReading(configuration)
    let closed = try reading.ledger.closedPeriods()
    let wanted = closed.newestVersions.filter { $0.period == period }
    guard !wanted.isEmpty, let newest = reading.state.runs.last else {
      throw ClosingProblem(
        "--period: expected a period that was closed, found '\(AlignedTable.printable(period))': close it first, qingfen close --period")
    }
    let payouts = try reading.ledger.payouts(of: reading.state.runs)
    let settings = Dictionary(uniqueKeysWithValues: reading.rules.book.partners.map { ($0.partner, $0) })
    self.period = period
    self.newest = newest.day
    payer = configuration.payer
    orders = wanted.flatMap { statement in
      statement.accounts.map { account in
        Self.order(statement, account, closed, payouts, reading.rules.parties, settings[statement.partner]?.payee)
      }
    }
  }

  /// What is to be paid, in the format of the list.
  ///
  /// `day` is when the bank is asked to pay; the CSV needs none. Throws `SettlementRefusal` when a bank's file has no payer,
  /// `ClosingProblem` when nothing is payable.
  public func bytes(_ format: Format, on day: CalendarDay?) throws -> [UInt8] {
    guard format == .pain001 else { return PaymentListFile.csv(orders) }
    guard let payer, let day else {
      throw SettlementRefusal(
        "payer: expected the account that payments are made from, found none; add payer: {name, iban or account, bank} to the "
          + "configuration, or write --format csv")
    }
    let payable = orders.filter { $0.state == .payable }
    if payable.isEmpty { throw ClosingProblem("nothing is payable for \(period): no file for a bank is written") }
    if let large = payable.first(where: { $0.amount >= 1_000_000_000_000_000_000 }) {
      throw ClosingProblem("\(large.statement): expected an amount of at most 18 digits, found \(Money(large.amount, large.currency))")
    }
    let digest = Digest.sha256(of: PaymentListFile.csv(payable) + Array("\(payer) \(day)".utf8))
    return CreditTransferFile(messageID: "QF-\(period)-\(digest.prefix(12))", payer: payer, on: day).xml(payable)
  }

  /// What cannot be paid although it is due, a line each.
  public var problems: [String] {
    orders.filter { $0.state == .noPayee }.map {
      "\($0.statement): \(Money($0.amount, $0.currency)) not payable: expected payee: in rules/partners/\($0.partner).yaml, found none; add "
        + "its name, account and bank"
    }
  }

  private static func order(
    _ statement: ClosedPeriod, _ account: ClosedAccount, _ closed: [ClosedPeriod], _ payouts: [PayoutRecord], _ parties: Terminology,
    _ payee: BankAccount?
  ) -> PaymentOrder {
    let reference =
      statement.statement.utf8.count <= 35
      ? statement.statement : "QF-\(Digest.sha256(of: Array(statement.statement.utf8)).prefix(24))"
    var order = PaymentOrder(
      partner: statement.partner, statement: statement.statement, reference: reference, amount: 0, currency: account.currency, payee: payee,
      state: .carriedForward)
    if closed.contains(where: { $0.partner == statement.partner && $0.days.upperBound > statement.days.upperBound }) {
      order.state = .superseded
    } else if account.due > 0 {
      let calendar = StatementCalendar(.day, closings: PartnerPeriods.closings(closed)[statement.partner] ?? [])
      let paid = payouts.filter { payout in
        parties[payout.party] == statement.partner && payout.currency == account.currency
          && calendar.days(of: payout.day, run: payout.run).upperBound > statement.days.upperBound
      }.reduce(Int128(0)) { $0 + Int128($1.amount) }
      order.amount = Int64(max(0, Int128(account.due) - paid))
      order.state = order.amount == 0 ? .paid : payee == nil ? .noPayee : .payable
    }
    return order
  }
}
