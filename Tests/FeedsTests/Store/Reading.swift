import Feeds
import SettlementCore

func readOrders(_ text: String, _ currencies: [String: Currency] = ["VIP": .init(code: "CNY")!]) throws(SourceFailure) -> OrderFeed {
  try OrderFeed.read(bytes: Array(text.utf8), file: "orders.csv", zone: shanghai, currencyOfBundle: currencies)
}

func readRedemptions(_ text: String) throws(SourceFailure) -> RedemptionFeed {
  try RedemptionFeed.read(bytes: Array(text.utf8), file: "redemptions.csv", zone: shanghai)
}

func readRefunds(_ text: String) throws(SourceFailure) -> RefundFeed {
  try RefundFeed.read(bytes: Array(text.utf8), file: "refunds.csv", zone: shanghai)
}

func readPayouts(_ text: String) throws(SourceFailure) -> PayoutFeed {
  try PayoutFeed.read(bytes: Array(text.utf8), file: "payouts.csv", zone: shanghai)
}

func readStatement(
  _ text: String, _ currency: String? = "CNY", needs: Set<StatementProfile.KeyColumn> = [.reference]
) throws(SourceFailure) -> StatementFeed {
  try StatementFeed.read(
    bytes: Array(text.utf8), file: "eleme.csv", source: "statement eleme", zone: shanghai,
    defaultCurrency: currency.flatMap { Currency(code: $0) }, needs: needs)
}
