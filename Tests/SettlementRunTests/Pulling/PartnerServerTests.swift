import Foundation
import Testing

/// Statements from SFTP, FTPS and HTTPS servers instead of files (issue 3).
@Suite(.enabled(if: Peers.areThere)) struct PartnerServerTests {
  @Test func tenDaysHaveTheBytesOfTheFiles() throws {
    let (servers, shop) = (try PartnerServers(), try SampleShop())
    try servers.serve(shop)
    for day in SampleShop.days {
      let result = try shop.run(day)
      try shop.expectSame(day, code: result.code, "\(result.errors)")
    }
  }

  /// On 3 March one server is down, one has its bill not ready, one is cut in every try, one has no file, one does not let us in.
  @Test func whoFailsStopsNobodyAndIsMadeUpFor() throws {
    let (servers, shop) = (try PartnerServers(), try SampleShop())
    try servers.serve(shop)
    for day in SampleShop.days.prefix(2) { try shop.expectSame(day, code: try shop.run(day).code, "before") }
    let troubled = ["didi", "douyin", "meituan", "ximalaya", "qq-music"]
    let before = try troubled.map { (shop.partner($0), try #require(shop.workplace.text(shop.partner($0)))) }
    try shop.change(shop.partner("didi"), "127.0.0.1:\(try Peers.fact("ssh.port"))", "127.0.0.1:1")
    let creating = URL(fileURLWithPath: try servers.file("douyin", "2026-03-03").path + ".creating")
    try Data().write(to: creating)
    try shop.change(shop.partner("meituan"), "/bearer/", "/act/cut-length-100/")
    let (kept, away) = (try servers.file("ximalaya", "2026-03-03"), try servers.file("ximalaya", "away"))
    try FileManager.default.moveItem(at: kept, to: away)
    shop.environment["QINGFEN_PASSWORD"] = "wrong-canary"

    let result = try shop.run("2026-03-03")
    #expect(result.code == 3, "\(result.errors)")
    for words in [
      "sftp://127.0.0.1:1", "ask: expected a bill, found BILL_CREATING; the next run asks again", "/act/cut-length-100/",
      "ximalaya/2026-03-03.csv",
      "/basic/\(servers.name)/qq-music/2026-03-03.json",
    ] { #expect(result.errors.contains(words), "\(words) in \(result.errors)") }
    #expect(!shop.said.contains("canary"))
    let files = try SettledSample.fromFiles.get()
    func expectOthersUndisturbed(_ day: String) throws {
      func others(_ figures: [String]) -> [String] { figures.filter { row in !troubled.contains { row.hasPrefix("\($0)-") } } }
      let theirs = others(try #require(files.figures[day]))
      #expect(theirs.count >= 5)
      #expect(try others(shop.figures()) == theirs, "as without the others' trouble")
    }
    try expectOthersUndisturbed("2026-03-03")

    for (file, text) in before { try shop.workplace.write(text, to: file) }
    try FileManager.default.removeItem(at: creating)
    try FileManager.default.moveItem(at: away, to: kept)
    shop.environment = try Peers.secrets()
    let next = try shop.run("2026-03-04")
    #expect(next.code == 2, "\(next.errors)")
    let manifest = try #require(shop.published("2026-03-04", "run.json"))
    for partner in troubled {
      // The link of a bill names its question.
      let days = ["2026-03-03", "2026-03-04"].map {
        manifest.firstRange(of: "\(partner)/\($0).\(PartnerServers.ending(partner))")?.lowerBound
      }
      #expect(days[0] != nil && days[1] != nil && days[0]! < days[1]!, "\(partner): the missed day, then the run's own")
    }
    try expectOthersUndisturbed("2026-03-04")
    // By the end everything is found as without trouble; only the day on which it was seen first may be later.
    for day in SampleShop.days.dropFirst(4) { #expect(try shop.run(day).code == 2) }
    let (ours, theirs) = try (
      #require(shop.published("2026-03-10", "discrepancies.csv")), #require(files.texts["2026-03-10/discrepancies.csv"])
    )
    #expect(Self.standing(ours) == Self.standing(theirs))
  }

  private static func standing(_ discrepancies: String) -> [String] {
    CSVText.rows(discrepancies).map { row in row.prefix(8).joined(separator: ",") + "," + row[11] }.sorted()
  }
}
