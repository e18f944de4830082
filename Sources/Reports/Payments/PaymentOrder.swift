import SettlementCore
import Tables

/// What one issued statement asks to be paid in one currency.
public struct PaymentOrder: Hashable, Sendable {
  public enum State: String, Sendable, CaseIterable {
    case payable
    /// As much as is payable was paid since.
    case paid
    /// A later statement of the partner carries the balance on: that one is paid.
    case superseded
    /// Nothing is payable: the balance is negative, zero, or below the minimum.
    case carriedForward = "carried-forward"
    /// It is payable, but the partner's file has no account.
    case noPayee = "no-payee"
  }

  public var partner: String
  /// The number of the statement.
  public var statement: String
  /// What the bank passes on, at most 35 characters: the statement's number where it fits.
  public var reference: String
  /// What is still to be paid, zero when nothing is. Minor units.
  public var amount: Int64
  public var currency: Currency
  public var payee: BankAccount?
  public var state: State

  public init(
    partner: String, statement: String, reference: String, amount: Int64, currency: Currency, payee: BankAccount?, state: State
  ) {
    self.partner = partner
    self.statement = statement
    self.reference = reference
    self.amount = amount
    self.currency = currency
    self.payee = payee
    self.state = state
  }
}

/// Writes a payment list as CSV.
public enum PaymentListFile {
  /// The whole file, in the order given; statements of which nothing is payable have amount zero and say why.
  public static func csv(_ orders: [PaymentOrder]) -> [UInt8] {
    var writer = CSVWriter(
      header: ["partner", "payee", "account", "bank", "bic", "cnaps", "amount", "currency", "reference", "statement", "state"])
    for order in orders {
      writer.append(text: order.partner)
      writer.append(outside: order.payee?.name ?? "")
      writer.append(outside: order.payee?.number.text ?? "")
      writer.append(outside: order.payee?.bank ?? "")
      writer.append(text: order.payee?.bic ?? "")
      writer.append(text: order.payee?.cnaps ?? "")
      writer.append(minorUnits: order.amount, exponent: order.currency.exponent)
      writer.append(text: order.currency.code)
      writer.append(text: order.reference)
      writer.append(text: order.statement)
      writer.append(text: order.state.rawValue)
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
