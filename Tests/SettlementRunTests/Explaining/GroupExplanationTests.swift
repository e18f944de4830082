import DurableFiles
import Foundation
import LedgerStore
import Reports
import SettlementCore
import Testing

@testable import SettlementRun

/// A posting group from its input bytes to the cell of a workbook.
@Suite struct GroupExplanationTests {
  private static func sha256(_ folder: CaseFolder, _ file: String) throws -> String { Digest.sha256(of: try folder.bytes(file)) }

  private static func group(_ number: Int64, _ folder: CaseFolder, _ language: PartnerSettings.Language) throws -> Explanation {
    try GroupExplanation.text(ofGroup: number, try folder.configuration(), language: language)
  }

  /// R1 of O1 is reversed by line 3 of the third day's file, after March was closed: it stands in April, among its refunds and late lines.
  @Test func aReversalAfterTheClose() throws {
    let folder = try CaseFolder("close-late-redemption")
    try folder.settle()
    let rules = try LedgerReading(try folder.configuration()).rules
    let digest = rules.terms[0].version.digest
    let output = "\(folder.path)/output/2026-04-01/statements/alpha/alpha-2026-04-draft.xlsx"
    #expect(
      try Self.group(7, folder, .zh).text == """
        分录组 7：核销撤销（更正分录组 2） · 批次 2026-04-01-001 · 业务日期 2026-03-31

        核销 R1（tea）
           核销时间        2026-03-30 10:00:00
           撤销时间        2026-03-31 22:00:00
           输入文件        store/2026-04-01/redemptions.csv:3（批次 2026-04-01-001 读取）
           SHA-256         \(try Self.sha256(folder, "store/2026-04-01/redemptions.csv"))
        订单 O1
           实付            30.00 CNY，2026-03-30 09:00:00
           输入文件        store/2026-03-30/orders.csv:2（批次 2026-03-30-001 读取）
           SHA-256         \(try Self.sha256(folder, "store/2026-03-30/orders.csv"))

        协议版本
           TEA，2026-01-01 起生效，摘要 \(digest)
           基数 实付，舍入 四舍五入，退款 按比例，分成不得超过基数
           为何是此版本：订单付款业务日 2026-03-30 当日或之前生效的最新版本；此后不变

        到此为止的订单
           1. 订单分成：订单 O1 · 批次 2026-03-30-001 · 分录组 1 · 2026-03-30 09:00:00
           2. 核销：核销 R1 · 批次 2026-03-30-001 · 分录组 2 · 2026-03-30 10:00:00
           3. 核销撤销：撤销核销 R1 · 批次 2026-04-01-001 · 分录组 7（更正分录组 2） · 2026-03-31 22:00:00

        计算
           tea → alpha：此次核销曾使订单已结 5.00；转回 全部 E，因无其他有效已结 = 5.00
           该份恢复为待核销，待结 5.00
           又有待核销份数：平台剩余 25.00 转为待结

           入账
           科目            借方   贷方
           ─────────────  ─────  ─────
           held:alpha             5.00
           held:platform         25.00
           payable:alpha   5.00
           revenue        25.00

           之后
           权益  分账方     待结  已结  待核销  已取消  已过期
           ────  ────────  ─────  ────  ──────  ──────  ──────
           tea   alpha      5.00  0.00       1       0       0
           剩余  platform  25.00  0.00

        所在结算单
           alpha，-5.00 CNY：alpha-2026-04-draft
              \(output)
              Details!L3，序号 2
              另见 Earlier periods!L3

        """)
  }

  /// 10 % up to 100.00, then 8 %: 90.00 are worth 9.00 after the refund, 8.60 were counted (the README of the scenario).
  @Test func aTrueUpHasItsLadder() throws {
    let folder = try CaseFolder("ladder-refund-next-month")
    try folder.settle()
    let digest = try LedgerReading(try folder.configuration()).rules.terms[0].version.digest
    let english = try Self.group(4, folder, .en).text
    #expect(
      english.hasPrefix(
        """
        Group 4: true-up · run 2026-04-01-001 · business day 2026-04-01

        Ladder -@2026-03 of alpha
           agreement       TEA
           version         2026-01-01
           digest          \(digest)
           rule            tiered by amount, graduated, per month: 10% to 100.00, 8% beyond
           position        n = 0, a = 90.00
           worth           T(n = 0, a = 90.00) = 90.00 × 10% = 9.00
           difference      true-up = T − counted = 9.00 − 8.60 = 0.40

        """))
    #expect(try Self.group(4, folder, .zh).text.contains("   差额            调整 = T − 已计 = 9.00 − 8.60 = 0.40\n"))
  }

  @Test func aPayoutHasItsRowAndTheStatementThatItPays() throws {
    let folder = try CaseFolder("close-late-redemption")
    try folder.settle()
    let text = try Self.group(10, folder, .en).text
    #expect(
      text.contains(
        """
        Payout PO1
           to              alpha
           amount          10.00 CNY
           paid at         2026-04-01 12:00:00
           statement       QF-alpha-2026-03-R1
           input           store/2026-04-01/payouts.csv:2 (read by run 2026-04-01-001)
           SHA-256         \(try Self.sha256(folder, "store/2026-04-01/payouts.csv"))

        """))
  }

  @Test func anAdjustHasItsDecisionAndBothSides() throws {
    let folder = try CaseFolder("decide-amount-theirs")
    try folder.settle()
    let text = try Self.group(3, folder, .zh).text
    for part in [
      "差异 (alpha, amount, redeemed:R1)\n   认可对方，Li Lei：price list\n   对方 4.50 − 我方 5.00 = -0.50\n",
      "   输入文件        store/2026-03-01/redemptions.csv:2（批次 2026-03-01-001 读取）\n",
      "   tea → alpha：核销一份，已结 round(待结 10.00 / 待核销 2) = 5.00\n",
      "   明细            R1 O1 tea redeemed 4.50 CNY · 2026-03-01 10:00:00\n"
        + "   输入文件        statements/alpha/2026-03-01.csv:2（批次 2026-03-01-001 读取）\n"
        + "   SHA-256         \(try Self.sha256(folder, "statements/alpha/2026-03-01.csv"))\n",
    ] { #expect(text.contains(part), "\(text) lacks \(part)") }
  }

  @Test func aLineOfAStatementIsItsGroup() throws {
    let folder = try CaseFolder("close-late-redemption")
    try folder.settle()
    let configuration = try folder.configuration()
    let line = try GroupExplanation.text(ofLine: 2, statement: "QF-alpha-2026-03-R1", configuration, language: .en)
    #expect(line.text == "Statement QF-alpha-2026-03-R1, line 2: +5.00 CNY\n\n" + (try Self.group(5, folder, .en).text))
    let draft = try GroupExplanation.text(ofLine: 2, statement: "alpha-2026-04-draft", configuration, language: .zh)
    #expect(draft.text == "结算单 alpha-2026-04-draft 第 2 行：-5.00 CNY\n\n" + (try Self.group(7, folder, .zh).text))
  }

  @Test(arguments: [
    (["--group", "11"], "the ledger does not know posting group 11: its groups are 1 to 10"),
    (["--group", "0"], "the ledger does not know posting group 0: its groups are 1 to 10"),
    (["--statement", "QF-alpha-2026-02-R1", "--line", "1"], "there is no statement 'QF-alpha-2026-02-R1': issued are QF-alpha-2026-03-R1"),
    (["--statement", "alpha-2026-04-draft", "--line", "5"], "statement alpha-2026-04-draft has no line 5: it has 1 to 4 in CNY"),
    (["--discrepancy", "alpha", "amount", "redeemed:R1"], "does not know discrepancy (alpha, amount, redeemed:R1)"),
    (["--discrepancy", "alpha", "price", "redeemed:R1"], "KIND: expected one of missing-at-partner, "),
    (["--group", "1", "O1"], "expected no further argument, found 1 argument"),
    (["--statement", "QF-alpha-2026-03-R1"], "--statement and --line go together"),
    (["--group", "1", "--discrepancy"], "found several"), ([], "expected one ORDER"),
  ])
  func whatIsNotThereIsSaid(_ arguments: [String], _ message: String) throws {
    let folder = try CaseFolder("close-late-redemption")
    try folder.settle()
    let result = try BuiltCommand.end(try BuiltCommand.start(["explain"] + arguments, in: folder.path), in: folder.path)
    #expect(result.code == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  /// A missing object, and one with other bytes: the page says which, the command ends with 14, and nothing else is lost of it.
  @Test func aDamagedArchiveIsSaid() throws {
    let folder = try CaseFolder("close-late-redemption")
    try folder.settle()
    let whole = try Self.group(2, folder, .en)
    #expect(whole.isWhole)
    let digest = try Self.sha256(folder, "store/2026-03-30/redemptions.csv")
    let object = "archive/objects/\(digest.prefix(2))/\(digest.dropFirst(2)).zst"
    var bytes = try folder.bytes(object)
    bytes[bytes.count / 2] ^= 1
    try folder.remove(object)
    func check(_ found: String) throws {
      let page = try Self.group(2, folder, .en)
      #expect(!page.isWhole)
      #expect(page.text.contains("   input           cannot be shown from the archive: \(folder.path)/\(object): expected "))
      #expect(page.text.contains(found), "\(page.text)")
      #expect(page.text.contains("   alpha, +5.00 CNY: QF-alpha-2026-03-R1\n"))
    }
    try check("found nothing")
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder.path)/\(object)"))
    try check("restore this file from a backup")
    #expect(try BuiltCommand.run("explain", "--group", "2", in: folder).code == 14)
  }
}
