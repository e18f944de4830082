import Foundation
import SettlementCore
import Testing

@testable import RuleFiles

/// The ready profiles of `samples/profiles`: each is a partner's file in order.
@Suite struct SampleProfileTests {
  static let folder = URL(fileURLWithPath: sampleRules).deletingLastPathComponent().appendingPathComponent("samples/profiles").path
  static let names = try! FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()

  private static func profile(_ name: String) throws -> StatementProfile {
    let list = ProblemList()
    let problems = list.file(name)
    let file = RuleFile.read(path: "\(folder)/\(name)", problems).flatMap { PartnerFile($0, in: "shop", problems) }
    try list.throwIfAny()
    return try #require(file?.settings?.statement)
  }

  @Test func areAllThere() {
    #expect(
      Self.names == [
        "adyen.yaml", "alipay-fund.yaml", "alipay.yaml", "paypal.yaml", "plain-csv.yaml", "plain-xlsx.yaml", "totals-only.yaml",
        "wechat-pay-fund.yaml", "wechat-pay.yaml",
      ])
  }

  @Test(arguments: names) func areInOrder(name: String) throws {
    let profile = try Self.profile(name)
    #expect(profile.format != nil)
    // The file names its partner, so that it can be copied into a rules folder as it is.
    let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
    #expect(text.contains("\npartner: \(name.dropLast(5))\n") && text.hasPrefix("# "))
  }

  @Test func saysThatMerchantBillsHaveNoPublicSample() throws {
    for name in ["wechat-pay.yaml", "wechat-pay-fund.yaml", "alipay.yaml", "alipay-fund.yaml"] {
      let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
      #expect(text.contains("# There is no public sample of a merchant's bill."), "\(name)")
    }
  }

  @Test func windowsFollowTheURL() throws {
    #expect(try Self.names.map { try Self.profile($0).window } == [.any, .month, .day, .month, .day, .month, .any, .day, .day])
  }

  @Test func weChatPay() throws {
    let format = try #require(try Self.profile("wechat-pay.yaml").format)
    var rules = StatementFormat.Delimited()
    rules.quotes = .backtick
    #expect(format.container == .delimited(rules) && format.ends == [.header(["总交易单数", "手续费总金额"])])
    #expect(format.columns.fee == .init(.init("手续费"), digits: 5) && format.zone == .named("Asia/Shanghai"))
    #expect(
      format.columns.type
        == .cell(
          .named(["交易状态"]),
          [.init("SUCCESS", .line(.redeemed)), .init("REFUND", .line(.reversed)), .init("REVOKED", .line(.reversed))], otherwise: nil,
          isRequired: true))
    #expect(format.reversed.amount == .init(.sum([.named(["退款金额"])]), negates: true))
    #expect(format.totals.map(\.name) == ["总交易单数", "应结订单总金额", "退款总金额", "充值券退款总金额", "手续费总金额", "订单总金额", "申请退款总金额"])
    #expect(format.totals[0].measure == .count && format.totals[4].measure == .sum(.init("手续费"), digits: 5))
  }

  @Test func totalsOnly() throws {
    let profile = try Self.profile("totals-only.yaml")
    #expect(profile.group == [.item, .day] && profile.format?.columns.reference == nil)
  }

  // MARK: What is written about profiles

  private static func guide() throws -> String { try String(contentsOfFile: "\(folder)/README.md", encoding: .utf8) }

  @Test func theGuideKnowsEveryProfileAndKey() throws {
    let guide = try Self.guide()
    for name in Self.names { #expect(guide.contains("| [\(name)](\(name)) |"), "\(name)") }
    for key in FormatReader.keys { #expect(guide.contains("\n| `\(key)` |"), "\(key)") }
  }

  /// The example at its end has every key, and is in order.
  @Test func theGuidesExampleIsInOrder() throws {
    let blocks = try Self.guide().split(separator: "```yaml\n")
    let text = String(try #require(blocks.last?.split(separator: "```").first))
    #expect(blocks.count == 2)
    let list = ProblemList()
    let problems = list.file("README.md")
    let document = try #require(YAMLDocument.read(text, problems))
    let format = try #require(PartnerFile(document, in: "shop", problems)?.settings?.statement?.format)
    try list.throwIfAny()
    #expect(format.totals.count == 3 && format.reversed.amount != nil && format.columns.balance?.isNewestFirst == true)
    for key in FormatReader.keys where !["sheet", "rows"].contains(key) { #expect(text.contains("\n    \(key):"), "\(key)") }
  }
}
