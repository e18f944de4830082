import Foundation
import SettlementCore

/// What people are told of an ending: a subject and a text, in the configuration's language.
struct NoticeText {
  private let ending: RunEnding
  private let isChinese: Bool

  init(_ ending: RunEnding, _ language: PartnerSettings.Language) {
    self.ending = ending
    isChinese = language == .zh
  }

  var subject: String {
    let days = ending.results.map(\.day)
    let span = days.isEmpty ? "" : days.count == 1 ? " \(days[0])" : " \(days[0])–\(days[days.count - 1])"
    return isChinese ? "清分\(span)：\(verdict)" : "Qingfen\(span): \(verdict)"
  }

  var text: String {
    var lines = [subject]
    if let failure = ending.failure { lines.append(failure) }
    for result in ending.results {
      lines.append(line(result))
      lines += result.problems.map { "- \($0)" }
    }
    return lines.joined(separator: "\n")
  }

  private func line(_ result: SettlementJob.DayResult) -> String {
    guard let run = result.run else { return isChinese ? "\(result.day)：未入账" : "\(result.day): nothing posted" }
    guard let figures = result.summary else { return run }
    let open = figures.discrepancies.filter { $0.state == "open" }.map { "\($0.kind) \($0.count)" }.joined(separator: ", ")
    let counts =
      isChinese
      ? "\(run)：订单 \(figures.orders)，核销 \(figures.redemptions)，退款 \(figures.refunds)"
      : "\(run): \(figures.orders) orders, \(figures.redemptions) redemptions, \(figures.refunds) refunds"
    return open.isEmpty ? counts : counts + (isChinese ? "；未决差异：" : "; open: ") + open
  }

  private var verdict: String {
    switch ExitCode(rawValue: ending.code) {
    case .allMatched: isChinese ? "全部一致" : "all matched"
    case .openDiscrepancies: isChinese ? "已完成，有未决差异" : "finished, discrepancies are open"
    case .sourceMissing: isChinese ? "有数据源缺失或不完整" : "some source is missing or incomplete"
    case .configurationInvalid: isChinese ? "配置或规则有误，未运行" : "configuration or rules invalid, nothing ran"
    case .locked: isChinese ? "另一批次正在运行" : "another run holds the lock"
    case .sourcesUnreachable: isChinese ? "数据源均无法连接" : "no source could be reached"
    case .storageFailed: isChinese ? "磁盘或数据库故障" : "disk or database failed"
    case .integrityBroken: isChinese ? "完整性校验失败，未发布" : "an integrity check failed, nothing was published"
    case .internalError, nil: isChinese ? "内部错误" : "internal error"
    }
  }
}
