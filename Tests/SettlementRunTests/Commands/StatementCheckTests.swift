import Foundation
import Testing

/// `qingfen statement check`: what it shows, to the letter, and how it ends.
@Suite struct StatementCheckTests {
  private static let profile = "rules/partners/douyin.yaml"
  private static let bill = "statements/douyin/2026-03-01.csv"

  private static func head(_ file: String, _ bytes: Int) -> String {
    """
    partner    douyin, matches orders by reference
    file       \(file), \(bytes) bytes
    container  delimited text, utf-8, delimiter ',', quotes backtick
    codes      none: no column is called as codes are
    times      in Asia/Shanghai
    currency   of each line; where it names none, CNY (the agreements' only one)

    column                read from
    ────────────────────  ────────────
    reference             商户订单号
    order_id              商户订单号
    type                  交易状态
    amount                应结订单金额
    currency              货币种类
    time                  交易时间
    fee                   手续费
    reversed: reference   商户退款单号
    reversed: amount      退款金额
    total 应结订单总金额  应结订单金额
    total 退款总金额      退款金额
    total 手续费总金额    手续费
    not used: 微信订单号, 商品名称, 费率


    """
  }

  @Test func aWholeBill() throws {
    let folder = try CaseFolder("bill-wechat")
    let result = try BuiltCommand.run("statement", "check", Self.profile, Self.bill, in: folder)
    #expect(result.code == 0 && result.errors == "")
    #expect(
      result.output == Self.head(Self.bill, 616) + """
        type      currency  lines     sum      fees
        ────────  ────────  ─────  ──────  ────────
        redeemed  CNY           3   94.00   0.57600
        reversed  CNY           1  -10.00  -0.06000
        rows: 4, of them 4 lines, 0 passed over, 0 rejected

        the lines:
        line  reference  order_id  item  type      amount  currency       fee  time                 day
        ────  ─────────  ────────  ────  ────────  ──────  ────────  ────────  ───────────────────  ──────────
           2  O1         O1        –     redeemed   30.00  CNY        0.18000  2026-03-01 09:00:00  2026-03-01
           3  O2         O2        –     redeemed   39.00  CNY        0.24000  2026-03-01 09:01:00  2026-03-01
           4  O4         O4        –     redeemed   25.00  CNY        0.15600  2026-03-01 09:03:00  2026-03-01
           5  F1         O1        –     reversed  -10.00  CNY       -0.06000  2026-03-01 12:00:00  2026-03-01

           total            declared    counted  line
        ─  ──────────────  ─────────  ─────────  ────
        ✓  总交易单数              4          4     7
        ✓  应结订单总金额  94.00 CNY  94.00 CNY     7
        ✓  退款总金额      10.00 CNY  10.00 CNY     7
        ✓  手续费总金额     0.52 CNY   0.52 CNY     7

        the file is whole, as far as it says

        """)
  }

  @Test func damagedRows() throws {
    let folder = try CaseFolder("bill-wechat")
    try folder.change(Self.bill, "`REFUND,", "`RETURN,")
    let result = try BuiltCommand.run("statement", "check", Self.profile, Self.bill, in: folder)
    #expect(result.code == 3 && result.errors == "")
    #expect(
      result.output == Self.head(Self.bill, 616) + """
        type      currency  lines    sum     fees
        ────────  ────────  ─────  ─────  ───────
        redeemed  CNY           3  94.00  0.57600
        rows: 4, of them 3 lines, 0 passed over, 1 rejected

        the lines:
        line  reference  order_id  item  type      amount  currency      fee  time                 day
        ────  ─────────  ────────  ────  ────────  ──────  ────────  ───────  ───────────────────  ──────────
           2  O1         O1        –     redeemed   30.00  CNY       0.18000  2026-03-01 09:00:00  2026-03-01
           3  O2         O2        –     redeemed   39.00  CNY       0.24000  2026-03-01 09:01:00  2026-03-01
           4  O4         O4        –     redeemed   25.00  CNY       0.15600  2026-03-01 09:03:00  2026-03-01

           total            declared    counted  line
        ─  ──────────────  ─────────  ─────────  ────
        ✗  总交易单数              4          3     7
        ✓  应结订单总金额  94.00 CNY  94.00 CNY     7
        ✗  退款总金额      10.00 CNY   0.00 CNY     7
        ✗  手续费总金额     0.52 CNY   0.58 CNY     7

        statements/douyin/2026-03-01.csv:5: 交易状态: expected one of SUCCESS, REFUND, found RETURN

        incomplete: 3 of 4 totals do not hold, 1 row was rejected

        """)
  }

  @Test func howItEnds() throws {
    let folder = try CaseFolder("bill-wechat")
    func end(_ profile: String, _ file: String) throws -> String {
      let result = try BuiltCommand.run("statement", "check", profile, file, in: folder)
      #expect(result.output == "")
      return "\(result.code) \(result.errors)"
    }
    #expect(
      try end("rules/partners/alpha.yaml", Self.bill)
        == "10 rules/partners/alpha.yaml: expected a partner with a statement, found none; add statement: to the file\n")
    #expect(try end(Self.profile, "nothing.csv") == "12 nothing.csv: file: expected a file, found none; deliver it and run again\n")
    #expect(
      try end(Self.profile, "store/2026-03-01/orders.csv")
        == "12 store/2026-03-01/orders.csv: header: expected a row with the columns '商户订单号', '应结订单金额', '交易时间', '手续费', '交易状态', '货币种类', '商户退款单号', "
        + "'退款金额', found none of them in 1 rows; fetch the file again, or correct format in the partner's file\n")
    try folder.change(Self.profile, "reference: 商户退款单号", "reference: 商户退款单号\n      refrence: x")
    #expect(try end(Self.profile, Self.bill).hasPrefix("10 rules/partners/douyin.yaml:26:7: expected one of reference, order_id"))
    try folder.write("zone: Nowhere\n", to: "other.yaml")
    let result = try BuiltCommand.run("statement", "check", "--config", "other.yaml", Self.profile, Self.bill, in: folder)
    #expect(result.code == 10 && result.errors.hasPrefix("other.yaml:1:"))
  }

  /// A canonical CSV needs no format; without a configuration nothing is known of currencies.
  @Test func aCanonicalFile() throws {
    let folder = try CaseFolder("channel-bill")
    try folder.remove("qingfen.yaml")
    let result = try BuiltCommand.run("statement", "check", Self.profile, Self.bill, in: folder)
    #expect(result.code == 0 && result.errors == "")
    #expect(
      result.output == """
        partner    douyin, matches orders by reference
        file       statements/douyin/2026-03-01.csv, 213 bytes
        container  delimited text, utf-8, delimiter ',', quotes standard
        codes      replaced where the file has a column that is called so
        times      in Asia/Shanghai
        currency   of each line; where it names none, unknown: amounts at four decimals

        column     read from
        ─────────  ─────────
        reference  reference
        order_id   order_id
        item       item
        type       type
        amount     amount
        currency   currency
        time       time

        type      currency  lines     sum
        ────────  ────────  ─────  ──────
        redeemed  CNY           2   69.00
        reversed  CNY           1  -10.00
        rows: 3, of them 3 lines, 0 passed over, 0 rejected

        the lines:
        line  reference  order_id  item  type      amount  currency  time                 day
        ────  ─────────  ────────  ────  ────────  ──────  ────────  ───────────────────  ──────────
           2  O1         O1        TEA   redeemed   30.00  CNY       2026-03-01 09:00:00  2026-03-01
           3  O2         O2        TEA   redeemed   39.00  CNY       2026-03-01 09:01:00  2026-03-01
           4  F1         O1        –     reversed  -10.00  CNY       2026-03-01 12:00:00  2026-03-01

        the file is whole, as far as it says

        """)
  }
}
