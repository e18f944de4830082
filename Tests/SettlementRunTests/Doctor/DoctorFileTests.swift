import DurableFiles
import Foundation
import GRDB
import LedgerStore
import SettlementCore
import Testing

@testable import SettlementRun

/// What `doctor` sees without any server.
@Suite struct DoctorFileTests {
  @Test func whatInitWritesHasNoProblem() throws {
    let shop = try ExaminedShop()
    let before = try Workplace.files(shop.place.folder)
    let (exit, lines) = shop.examine()
    #expect(exit == .allMatched)
    #expect(
      lines.filter { !$0.contains("temporary folder") } == [
        "ok       configuration: HERE/qingfen.yaml",
        "ok       zone: Asia/Shanghai, business day 2026-03-01",
        "ok       rules: agreements: 1, partners: 1",
        "warning  codes: no key: card codes and buyers are dropped on the way in; "
          + "set codes: {key: …} if codes are to be compared, or buyers to be told apart",
        "ok       output: HERE/output can be made, N MiB free",
        "ok       archive: HERE/archive can be made, N MiB free",
        "ok       ledger folder: HERE/output can be made, N MiB free",
        "ok       ledger: HERE/output/ledger.sqlite is not there yet; the first run makes it",
        "ok       run lock: free",
        "warning  store: no folder HERE/store/2026-03-01; the store has not delivered 2026-03-01, or `store` names another place",
        "warning  partner video: no folder HERE/statements/video; make it, or correct url in the partner's file",
        "ok       clock: no source tells its own to compare with",
      ])
    #expect(try Workplace.files(shop.place.folder) == before)
    let check = try RulesCheck.check(.read(path: "\(shop.path)/qingfen.yaml"), amount: "100.00", quantity: 1)
    #expect(check.problems == [])
  }

  @Test func initOverwritesNothing() throws {
    let shop = try ExaminedShop()
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(shop.path)/rules/partners/video.yaml")
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    try FileManager.default.removeItem(atPath: "\(shop.path)/qingfen.yaml")
    let error = #expect(throws: SettlementRefusal.self) { try StartingFolder.write(shop.path) }
    #expect(
      error?.description.replacingOccurrences(of: shop.path, with: "HERE")
        == "there is already HERE/rules/agreements/video-and-more.yaml, HERE/rules/partners/video.yaml; nothing was written: "
        + "name another folder")
    #expect(shop.place.text("qingfen.yaml") == nil)
  }

  @Test func everyProblemOfTheRulesIsTold() throws {
    let shop = try ExaminedShop()
    try shop.place.write("partner: video\ntitle: 影视\nperiod: never\nsettle: mine\n", to: "rules/partners/video.yaml")
    let (exit, lines) = shop.examine()
    #expect(exit == .configurationInvalid)
    #expect(lines.filter { $0.hasPrefix("problem  rules: partners/video.yaml:") }.count == 2)
    #expect(lines.contains("warning  partners: not asked, for the rules cannot be read; mend the rules, then run doctor again"))
    #expect(lines.last == "ok       clock: no source tells its own to compare with")
  }

  @Test func anUnsetSecret() throws {
    let shop = try ExaminedShop()
    try shop.state("url: \"https://127.0.0.1:1/{date}.csv\", auth: {bearer: {env: VIDEO_TOKEN}}")
    let (exit, lines) = shop.examine()
    #expect(exit == .configurationInvalid)
    #expect(
      lines.filter { $0.contains("video") } == [
        "problem  secret of video: the environment variable VIDEO_TOKEN: expected a secret, found none; "
          + "set it for the process that runs qingfen",
        "warning  partner video: not asked, for a secret of it is missing; mend that, then run doctor again",
      ])
  }

  @Test func aFolderThatCannotBeWritten() throws {
    let shop = try ExaminedShop()
    try shop.store("{folder: store}", more: "output: taken\narchive: taken/archive\n")
    try shop.place.write("a file\n", to: "taken")
    let (exit, lines) = shop.examine()
    #expect(exit == .storageFailed)
    let folder = "a part of the path that must be a folder is not one; correct the path"
    #expect(
      lines.filter { $0.hasPrefix("problem") } == [
        "problem  output: cannot write into HERE/taken: Not a directory (ENOTDIR); \(folder)",
        "problem  archive: cannot look at HERE/taken/archive: Not a directory (ENOTDIR); \(folder)",
      ])
  }

  @Test func theFilesOfADay() throws {
    let shop = try ExaminedShop()
    try shop.place.write("order_id\n", to: "store/2026-03-01/orders.csv")
    try shop.place.write("refund_id\n", to: "store/2026-03-01/refunds.csv")
    let (exit, lines) = shop.lines(about: "store ")
    #expect(exit == .allMatched)
    #expect(
      lines == [
        "ok       store orders: HERE/store/2026-03-01/orders.csv",
        "warning  store redemptions: no file HERE/store/2026-03-01/redemptions.csv; without it the day posts nothing: deliver it",
        "ok       store refunds: HERE/store/2026-03-01/refunds.csv",
      ])
  }

  @Test func theLedgerIsOnlyLookedAt() throws {
    let shop = try ExaminedShop()
    let ledger = try SQLiteLedger(path: "\(shop.path)/output/ledger.sqlite")
    #expect(
      shop.lines(about: "ledger: ").lines == [
        "warning  ledger: HERE/output/ledger.sqlite: database is locked; wait until the other process has ended, then run again"
      ])
    try ledger.close()
    let before = try Digest.sha256(ofFile: "\(shop.path)/output/ledger.sqlite")
    #expect(
      shop.lines(about: "ledger: ").lines == [
        "ok       ledger: HERE/output/ledger.sqlite, schema \(try SQLiteLedger(reading: ledger.path).state().schemaVersion), no run yet"
      ])
    #expect(try Digest.sha256(ofFile: "\(shop.path)/output/ledger.sqlite") == before)
  }

  @Test func aLedgerOfAnotherZoneOrAge() throws {
    let shop = try ExaminedShop()
    let path = "\(shop.path)/output/ledger.sqlite"
    try SQLiteLedger(path: path).close()
    try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO meta VALUES ('zone', 'Europe/Berlin')") }
    let (exit, lines) = shop.lines(about: "ledger: it was")
    #expect(exit == .configurationInvalid)
    #expect(
      lines == [
        "problem  ledger: it was begun in zone Europe/Berlin, the configuration says Asia/Shanghai; set zone: Europe/Berlin"
      ])
    try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE meta SET value = '1' WHERE key = 'schema'") }
    #expect(
      shop.lines(about: "ledger: ").lines.map { $0.replacing(/program \d+/, with: "program N") } == [
        "warning  ledger: HERE/output/ledger.sqlite: the ledger has schema 1, this program N; the next run brings it up to date"
      ])
    try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE meta SET value = '99' WHERE key = 'schema'") }
    #expect(shop.examine().exit == .storageFailed)
  }

  @Test func whoHoldsTheRunLock() throws {
    let shop = try ExaminedShop()
    try FolderTree.ensure("\(shop.path)/output")
    let lock = try RunLock(path: "\(shop.path)/output/ledger.sqlite.lock", runDay: "2026-02-28")
    let (exit, lines) = shop.lines(about: "run lock")
    #expect(exit == .allMatched)
    #expect(lines.count == 1 && lines[0].hasPrefix("warning  run lock: held by pid \(getpid()) on "))
    #expect(lines[0].hasSuffix(" for business day 2026-02-28; wait until it has ended before you start another run"))
    lock.release()
    #expect(shop.lines(about: "run lock").lines == ["ok       run lock: free"])
  }

  @Test func freeSpaceAndClocks() {
    let grades = [99 << 20, 100 << 20, (1 << 30) - 1, 1 << 30].map { StorageCheck.finding("output", "out", $0, isThere: true).grade }
    #expect(grades == [.problem, .warning, .warning, .ok])
    let clocks = ClockCheck.findings([-600, -599, -60, 59, 60, 600].map { ClockReading("peer", leadSeconds: $0) })
    #expect(clocks.map(\.grade) == [.problem, .warning, .warning, .ok, .warning, .problem])
    #expect(
      clocks[0].description
        == "problem  clock: peer is 600 s behind this machine; set this machine's clock (timedatectl), or tell the owner of the other")
  }
}
