import Feeds
import SettlementCore
import Testing

/// A statement of totals: no line has a reference, and the sign says whether something was taken back.
@Suite struct TotalsTests {
  private func read(_ text: String, needs: Set<StatementProfile.KeyColumn> = [.item]) throws -> StatementFeed {
    try StatementFeed.read(
      bytes: Array(text.utf8), file: "eleme.csv", source: "statement eleme", zone: BusinessZone(identifier: "Asia/Shanghai")!,
      defaultCurrency: Currency(code: "CNY"), needs: needs, areTotals: true)
  }

  @Test func needNoReferenceAndNoType() throws {
    let feed = try read("item,amount,time\nvideo,10.00,2026-03-01 23:00:00\nvideo,-4.00,2026-03-02 23:00:00\n")
    #expect(feed.rejects.listed == [])
    #expect(feed.type == [.redeemed, .reversed] && feed.amount == [1000, -400] && feed.references.count == 2 && feed.references[0] == "")
  }

  /// A type that is written is held to its sign.
  @Test func aWrittenTypeIsHeldToItsSign() throws {
    let feed = try read("item,type,amount,time\nvideo,redeemed,-4.00,2026-03-02 23:00:00\n,,1.00,2026-03-02 23:00:00\n")
    #expect(
      feed.rejects.listed.map { "\($0.line) \($0.field): \($0.expected)" } == [
        "2 amount: an amount of 0 or more in a redeemed line", "3 item: a text",
      ])
  }

  @Test func columnsOfTheGroupMustExist() {
    let failure = #expect(throws: SourceFailure.self) { try read("item,amount\nvideo,1\n", needs: [.item, .orderID]) }
    #expect(
      failure?.description == "eleme.csv:1: header: expected the columns order_id, time, found item, amount; " + SourceFailureTests.columns)
  }
}
