import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// What monitors and people are told of how a run ended.
@Suite struct AnnouncingTests {
  private static let began = Date(timeIntervalSince1970: 1_772_300_000)
  private static let day = CalendarDay("2026-03-01")!

  private static func ending(_ code: Int32 = 2, failure: String? = nil, problems: [String] = []) throws -> RunEnding {
    let workplace = try Workplace(copying: try #require(Scenario.all.first { $0.name == "worked-example" }).folder)
    var results: [SettlementJob.DayResult] = []
    _ = try workplace.job().run(day...day) { results.append($0) }
    let result = results[0]
    let told = SettlementJob.DayResult(
      day: day, run: result.run, exit: .openDiscrepancies, isRepublished: false, summary: result.summary, problems: problems)
    return RunEnding([told], code: code, failure: failure, began: began, ended: began.addingTimeInterval(61.9))
  }

  @Test func figuresForPrometheus() throws {
    let text = MetricsText.text(try Self.ending(problems: ["one", "two"]))
    #expect(
      text.split(separator: "\n").filter { !$0.hasPrefix("#") } == [
        "qingfen_exit_code 2", "qingfen_end_timestamp_seconds 1772300061", "qingfen_duration_seconds 61", "qingfen_problems 2",
        "qingfen_business_day_timestamp_seconds 1772323200", "qingfen_records{feed=\"orders\"} 1",
        "qingfen_records{feed=\"redemptions\"} 0",
        "qingfen_records{feed=\"refunds\"} 0", "qingfen_posting_groups 1", "qingfen_waiting_records 0", "qingfen_rejected_rows 0",
      ])
    #expect(text.hasPrefix("# HELP qingfen_exit_code "))
    #expect(text.contains("# TYPE qingfen_records gauge\n") && text.hasSuffix("\n"))
  }

  /// A run that ended before its first day still has an exit code.
  @Test func figuresOfARunThatPostedNothing() {
    let ending = RunEnding([], code: 11, failure: "locked", began: Self.began, ended: Self.began)
    #expect(MetricsText.text(ending).contains("qingfen_exit_code 11\n") && !MetricsText.text(ending).contains("business_day"))
  }

  @Test func textsInBothLanguages() throws {
    let ending = try Self.ending(problems: ["eleme: statement missing"])
    #expect(
      NoticeText(ending, .zh).text
        == "清分 2026-03-01：已完成，有未决差异\n2026-03-01-001：订单 1，核销 0，退款 0\n- eleme: statement missing")
    #expect(
      NoticeText(ending, .en).text
        == "Qingfen 2026-03-01: finished, discrepancies are open\n2026-03-01-001: 1 orders, 0 redemptions, 0 refunds\n- eleme: statement missing"
    )
    let broken = RunEnding([], code: 13, failure: "disk full", began: Self.began, ended: Self.began)
    #expect(NoticeText(broken, .en).text == "Qingfen: disk or database failed\ndisk full")
  }

  @Test func bodiesAsTheirReceiversUnderstandThem() throws {
    let ending = try Self.ending()
    let words = NoticeText(ending, .en)
    func body(_ style: NoticeHook.Webhook.Style) throws -> String {
      String(decoding: try WebhookBody.bytes(ending, words, style), as: UTF8.self)
    }
    #expect(
      try body(.json)
        == #"{"days":[{"day":"2026-03-01","exit":2,"open":{},"orders":1,"postingGroups":1,"problems":[],"redemptions":0,"refunds":0,"rejectedRows":0,"run":"2026-03-01-001"}],"exit":2,"subject":"Qingfen 2026-03-01: finished, discrepancies are open"}"#
    )
    let text = #"Qingfen 2026-03-01: finished, discrepancies are open\n2026-03-01-001: 1 orders, 0 redemptions, 0 refunds"#
    #expect(try body(.wecom) == #"{"msgtype":"text","text":{"content":""# + text + #""}}"#)
    #expect(try body(.feishu) == #"{"content":{"text":""# + text + #""},"msg_type":"text"}"#)
  }

  /// WeCom takes 2,048 bytes; a character is never cut in two.
  @Test func longTextsAreCutBetweenCharacters() {
    let cut = WebhookBody.cut(String(repeating: "差", count: 1000), bytes: 2048)
    #expect(cut == String(repeating: "差", count: 681) + "…" && cut.utf8.count <= 2048)
    #expect(WebhookBody.cut("短", bytes: 3) == "短")
  }

  @Test(arguments: [
    (#"{"errcode":0,"errmsg":"ok"}"#, nil), (#"{"errcode":93000}"#, "the receiver refused it with code 93000"),
    (#"{"code":19001}"#, "the receiver refused it with code 19001"), ("ok", nil), ("", nil),
  ])
  func robotsRefuseWithStatus200(answer: String, refusal: String?) { #expect(WebhookBody.refusal(Array(answer.utf8)) == refusal) }
}
