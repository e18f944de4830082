import Foundation
import SettlementCore
import Testing

@testable import Feeds
@testable import RuleFiles

/// Whatever a profile says, it is refused by problems or reads files: nothing that the rules let pass stops the reader of files.
@Suite struct GarbledProfileTests {
  /// Of each profile a file that it reads.
  private static let bills: [(name: String, bytes: [UInt8])] = [
    ("adyen", Array(PaymentBillTests.adyen.utf8)), ("paypal", Array(PaymentBillTests.payPal.utf8)),
    ("wechat-pay", Array(PaymentBillTests.weChat.utf8)), ("wechat-pay-fund", Array(PaymentBillTests.weChatFund.utf8)),
    ("alipay", try! MadeFile.gbkZip([(name: "业务明细.csv", text: PaymentBillTests.alipay)])),
    ("totals-only", Array(PlainProfileTests.totals.utf8)),
  ]
  private static let words = [
    "delimited", "xlsx", "json", "json-lines", "gzip", "none", "named", "tab", "until-header", "comma", "point", "minor-units", "zero",
    "backtick", "some-backticks", "standard", "utf-16", "gb18030", "sign", "column", "names", "sum", "in", "out", "is", "is-not", "values",
    "reject", "keep",
    "redeemed", "reversed", "adjustment", "iso", "serial", "seconds", "amount", "time", "reference", "fee", "balance", "0", "2", "true",
    "交易时间", "商户订单号", "CNY", "full-width", "spaces", "{at: 2}", "[a, b]",
  ]

  /// Other words at some places, mostly of values; many a garbled profile is still in order.
  private static func garbled(_ text: String, _ random: inout SplitMix64) -> String {
    var text = text
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let isKey = Int.random(in: 0..<8, using: &random) == 0
      let tokens = text.ranges(of: /[^\s\[\]{},:"#]+/).filter { (text[$0.upperBound...].first == ":") == isKey }
      guard let token = tokens.randomElement(using: &random) else { break }
      text.replaceSubrange(token, with: words.randomElement(using: &random)!)
    }
    return text
  }

  @Test(arguments: UInt64(0)..<8) func stopsNobody(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var (inOrder, read) = (0, 0)
    for (name, bill) in Self.bills {
      let text = try String(contentsOfFile: "\(ReadByProfile.folder)/\(name).yaml", encoding: .utf8)
      let uncommented = text.replacing(/(?m)(^| +)#.*$/, with: "")
      for _ in 0..<20 {
        let list = ProblemList()
        let problems = list.file(name)
        let document = YAMLDocument.read(Self.garbled(uncommented, &random), problems)
        let settings = document.flatMap { PartnerFile($0, in: "shop", problems) }?.settings
        guard list.problems.isEmpty, let profile = settings?.statement, let format = profile.format else { continue }
        inOrder += 1
        for bytes in [bill, Array("[]".utf8), Array("{\"a\": 1}\n".utf8)] {
          let reading = try? FormatReading(
            bytes: bytes, file: "bill", source: "partner", format, zone: BusinessZone(identifier: "Asia/Shanghai")!,
            standard: .unknown, needs: profile.neededColumns)
          if let feed = reading?.feed {
            read += 1
            #expect(feed.count + feed.passedOver + feed.rejects.count == feed.rows, "seed \(seed), \(name)")
          }
        }
      }
    }
    #expect(inOrder > 5 && read > 2, "seed \(seed): \(inOrder) in order, \(read) files read")
  }
}
