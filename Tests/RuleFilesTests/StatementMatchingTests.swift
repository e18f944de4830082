import SettlementCore
import Testing

@testable import RuleFiles

/// How a partner's lines are compared: one by one, by sums, and with which orders.
@Suite struct StatementMatchingTests {
  private func read(_ keys: String) throws -> StatementProfile {
    let list = ProblemList()
    let problems = list.file("partner.yaml")
    let document = YAMLDocument.read("partner: p\nstatement: {url: 'file:s/{date}.csv', \(keys)}\n", problems)
    let file = document.flatMap { PartnerFile($0, in: "shop", problems) }
    try list.throwIfAny()
    return try #require(file?.settings?.statement)
  }

  @Test func groups() throws {
    let profile = try read("group: [item, day]")
    #expect(profile.group == [.item, .day] && profile.neededColumns == [.item])
    #expect(try read("group: [order_id]").neededColumns == [.orderID])
    #expect(try read("on: [order_id, item]").neededColumns == [.orderID, .item])
    #expect(try read("matches: redemptions").group == [])
  }

  @Test func coverage() throws {
    #expect(try read("matches: orders").covers == .channel)
    #expect(try read("matches: orders, covers: channel").covers == .channel)
    #expect(try read("matches: orders, covers: all").covers == .all)
  }

  @Test(
    arguments: [
      ("on: [item], group: [item]", "expected no key on beside group, where sums are compared instead of lines, found 'on': remove it"),
      ("group: [reference]", "expected one of item, day, order_id, found 'reference': write one of them"),
      ("group: [day, day]", "expected every column once, found 'day': remove it"),
      ("group: []", "expected a list of columns (item, day, order_id), found an empty one: write at least one"),
      ("covers: all", "expected no key covers beside matches: redemptions, found 'covers': remove it"),
      ("matches: orders, covers: some", "expected channel or all, found 'some': write one of them"),
    ])
  func mistakes(keys: String, message: String) {
    let failure = #expect(throws: RuleProblems.self) { try read(keys) }
    #expect(failure.map { "\($0)" }?.contains(message) == true, "\(failure.map { "\($0)" } ?? "nothing")")
  }
}
