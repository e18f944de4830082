import SettlementCore

/// A column of a feed: where it stands in the file at hand.
struct Field: Sendable {
  let name: StaticString
  /// −1 when the file lacks it.
  let place: Int
}

/// What is wrong with one field of a row. Holds nothing that counts references, so that rows throw at no cost.
struct FieldFault: Error {
  let field: Field
  let rule: FieldRule
}

/// The rules of fields; the wording of every reject stands here and nowhere else.
enum FieldRule {
  case text
  /// One of the texts that a statement's format knows, which whoever makes the reject lists.
  case knownText
  case someAmount
  case someTime
  case wholeNumber
  case amount(MoneyText.Problem, exponent: Int)
  case notNegative
  case redeemedNotNegative
  case reversedNotPositive
  case notAbovePaid
  case zeroCancelsNothing
  case currency
  case time(Timestamp.Problem)
  case redemptionStatus
  case refundStatus
  case lineType

  func expected(_ zone: BusinessZone) -> String {
    switch self {
    case .text: "a text"
    case .knownText: "a known text"
    case .someAmount: "an amount"
    case .someTime: "a time"
    case .wholeNumber: "a whole number of 1 or more"
    case .amount(let problem, let exponent): problem.expected(exponent: exponent)
    case .notNegative: "an amount of 0 or more"
    case .redeemedNotNegative: "an amount of 0 or more in a redeemed line"
    case .reversedNotPositive: "an amount of 0 or less in a reversed line"
    case .notAbovePaid: "a fee of at most the amount paid"
    case .zeroCancelsNothing: "an amount above 0, or an entitlement or units to cancel"
    case .currency: "a currency of ISO 4217 such as CNY"
    case .time(.notATime): "a time such as 2026-03-01 10:00:00 or 2026-03-01T10:00:00+08:00"
    case .time(.noOffset): "an offset such as +08:00 behind a time written with T"
    case .time(.skipped): "a time that exists in \(zone.declaredIdentifier)"
    case .time(.year): "a year from \(BusinessZone.years.lowerBound) to \(BusinessZone.years.upperBound)"
    case .redemptionStatus: "redeemed, reversed or pending"
    case .refundStatus: "succeeded, failed or pending"
    case .lineType: "redeemed, reversed or adjustment"
    }
  }
}
