import Foundation
import Reports
import SettlementCore
import Testing

@testable import SettlementRun

/// `run.html` and `run.json` of whole runs.
@Suite struct RunPageRunTests {
  private func manifest(_ workplace: Workplace, _ day: String) throws -> RunSummary {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(RunSummary.self, from: Data(try #require(workplace.text("output/\(day)/run.json")).utf8))
  }

  /// The page is told by the manifest alone: everything on it stands there.
  @Test(arguments: [
    "worked-example", "recon-amount", "triangle-refunded", "jpy", "recon-statement-missing", "close-in-order", "reject-bad-row",
  ])
  func thePageIsAFunctionOfTheManifest(name: String) throws {
    let scenario = try #require(Scenario.all.first { $0.name == name })
    let workplace = try scenario.played()
    let language = try #require(
      PartnerSettings.Language(rawValue: (workplace.text("qingfen.yaml") ?? "").contains("lang: en") ? "en" : "zh"))
    for day in Set(scenario.steps.map(Scenario.day)).sorted() {
      let summary = try manifest(workplace, day)
      #expect(
        workplace.text("output/\(day)/run.html") == String(decoding: RunPage.html(summary, language: language), as: UTF8.self),
        "\(name) \(day)")
      try expectClosed(summary)
    }
  }

  /// Rows close, columns sum to zero, and each opening is the closing of the run before.
  private func expectClosed(_ summary: RunSummary) throws {
    let rows = try #require(summary.money)
    for currency in Set(rows.map(\.currency)) {
      let exponent = try #require(Currency(code: currency)).exponent
      func minor(_ text: String) throws -> Int64 { try MoneyText.parse(text, exponent: exponent) }
      let rows = rows.filter { $0.currency == currency }
      for row in rows {
        #expect(try row.moves.reduce(minor(row.opening)) { try $0 + minor($1.amount) } == minor(row.closing), "\(row)")
      }
      #expect(try rows.reduce(0) { try $0 + minor($1.opening) } == 0)
      #expect(try rows.reduce(0) { try $0 + minor($1.closing) } == 0)
      let kinds = Set(rows.flatMap { $0.moves.map(\.kind) })
      for kind in kinds {
        #expect(
          try rows.reduce(0) { sum, row in try sum + (row.moves.first { $0.kind == kind }.map { try minor($0.amount) } ?? 0) } == 0,
          "\(kind)")
      }
    }
  }

  /// Each day opens as the one before has closed; the trend has them all, and the list of outputs has the page.
  @Test func daysFollowEachOther() throws {
    let workplace = try Workplace()
    try RandomStore(seed: 7).write(to: workplace)
    try workplace.run(RandomStore.days[0], through: RandomStore.days[9])
    var before: RunSummary?
    for (place, day) in RandomStore.days.enumerated() {
      let summary = try manifest(workplace, day)
      try expectClosed(summary)
      for row in summary.money ?? [] {
        let closing = before?.money?.first { ($0.currency, $0.group) == (row.currency, row.group) }?.closing
        #expect(row.opening == closing ?? "0.00", "\(day) \(row.group)")
      }
      for partner in summary.partners ?? [] {
        let known = before?.partners?.first { $0.partner == partner.partner }
        for account in partner.accounts {
          #expect(account.opening == known?.accounts.first?.closing ?? "0.00", "\(day) \(partner.partner)")
        }
      }
      let trend = try #require(summary.trend)
      #expect(trend.map(\.day) == Array(RandomStore.days[...place]))
      #expect(trend.last?.orders == summary.counts.orders && summary.counts.orders > 0)
      let paid = try #require(summary.money?.first { $0.group == "custody" }?.moves.first { $0.kind == "order" })
      #expect(trend.last?.paid.map(\.amount) == [paid.amount])
      if let before { #expect(trend.dropLast() == before.trend![...]) }
      let listed = try #require(summary.outputs.first { $0.path == "run.html" })
      #expect(listed.bytes == Int64(workplace.text("output/\(day)/run.html")!.utf8.count))
      #expect((summary.differences ?? []).reduce(0) { $0 + $1.count } == summary.discrepancies.reduce(0) { $0 + $1.count })
      before = summary
    }
  }

  /// What the manifest says beside the ledger is compared, too: a changed figure is mended.
  @Test func aChangedFigureIsMended() throws {
    let workplace = try #require(Scenario.all.first { $0.name == "recon-amount" }).played()
    let files = try workplace.published()
    let day = try #require(
      try FileManager.default.contentsOfDirectory(atPath: workplace.output.path).filter { $0.hasPrefix("2026") }.max())
    let text = try #require(workplace.text("output/\(day)/run.json"))
    try workplace.write(text.replacingOccurrences(of: "\"in_transit\": 0", with: "\"in_transit\": 1"), to: "output/\(day)/run.json")
    #expect(try workplace.published() != files)
    try workplace.run(day)
    #expect(try workplace.published() == files)
  }
}
