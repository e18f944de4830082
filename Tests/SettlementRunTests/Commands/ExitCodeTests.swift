import DurableFiles
import Foundation
import LedgerStore
import Testing

@testable import SettlementRun

/// The exit codes of the built command (SPEC §9).
@Suite struct ExitCodeTests {
  private let day = "2026-03-01"

  @Test(arguments: [
    ["nonsense"], ["run", "--date", "2026-13-01"], ["run", "--from", "2026-03-01"], ["run", "--date", "2026-03-01", "--to", "2026-03-02"],
    ["run", "--from", "2026-03-02", "--to", "2026-03-01"], ["explain"], ["rules", "check", "--amount", "1e3"],
    ["rules", "check", "--quantity", "0"],
    ["export", "postings", "--run", "x", "--date", "2026-03-01"], ["export", "postings", "--to", "2026-03-01"],
    ["close"], ["close", "--period", "2026-03", "--force"], ["close", "--period", "2026-03", "--reason", "x", "--by", "y"],
    ["close", "--period", "2026-03", "--force", "--reason", " ", "--by", "y"],
    ["payouts", "export", "--period", "2026-03", "--date", "2026-04-01"],
    ["payouts", "export", "--period", "2026-03", "--format", "pain001"],
  ])
  func usageErrorsAre64(arguments: [String]) throws {
    let folder = try CaseFolder("quantity-units")
    let result = try BuiltCommand.end(try BuiltCommand.start(arguments, in: folder.path), in: folder.path)
    #expect(result.code == 64)
    #expect(result.errors.contains("Usage: qingfen"))
    #expect(result.output.isEmpty)
  }

  @Test(arguments: [
    [], ["run"], ["explain"], ["rules"], ["rules", "check"], ["export"], ["export", "postings"], ["discrepancies"],
    ["discrepancies", "list"],
    ["discrepancies", "show"], ["discrepancies", "resolve"], ["close"], ["payouts"], ["payouts", "export"], ["payouts", "list"],
  ])
  func everyHelpHasAnExample(command: [String]) throws {
    let folder = try CaseFolder("quantity-units")
    let result = try BuiltCommand.end(try BuiltCommand.start(command + ["--help"], in: folder.path), in: folder.path)
    #expect(result.code == 0)
    #expect(result.output.contains("Example"))
    #expect(result.output.contains("qingfen \(command.joined(separator: " "))"))
  }

  @Test func versionIsPrinted() throws {
    let result = try BuiltCommand.run("--version", in: try CaseFolder("quantity-units"))
    #expect(result.code == 0)
    #expect(result.output.hasPrefix("qingfen "))
  }

  @Test func fiveMistakesAreToldTogether() throws {
    let folder = try CaseFolder("worked-example")
    try folder.write(
      """
      bundle: MORE
      currency: CNY
      versions:
        - effective: 2026-02-30
          rounding: up
          shares:
            - {to: eleme, entitlement: coupon, unit: 12, percent: "12"}
            - {to: nobody, entitlement: video, fixed: "88.00"}
            - {to: eleme, entitlement: other, fixed: "88.005"}
            - {to: platform, remainder: true}

      """, to: "rules/agreements/more.yaml")
    let keys = "to, entitlement, units, fixed, percent, tiered, remainder, of, min, max, expires-after, on-expiry, gives"
    let problems = [
      "agreements/more.yaml:4:16: expected a date yyyy-MM-dd, found '2026-02-30': write a day of the calendar such as 2026-01-01",
      "agreements/more.yaml:5:15: expected half-up, half-even or down, found 'up': write one of them",
      "agreements/more.yaml:7:42: expected one of \(keys) in a share, found 'unit': mend the key or remove it",
      "agreements/more.yaml:8:14: expected a party with a file in partners, found 'nobody': add partners/nobody.yaml or mend the id",
      "agreements/more.yaml:9:48: expected at most 2 decimals, found '88.005': write the amount in major units of the currency",
    ]
    let run = try BuiltCommand.run("run", "--date", day, in: folder)
    #expect(run.code == 10)
    #expect(run.messages == problems)
    #expect(!folder.exists("output/\(day)"))
    let check = try BuiltCommand.run("rules", "check", in: folder)
    #expect(check.code == 10)
    #expect(check.output == problems.map { $0 + "\n" }.joined())
    #expect(check.messages == ["5 problems; nothing runs until they are mended"])
  }

  @Test func configurationThatIsNotThereIs10() throws {
    let result = try BuiltCommand.run("run", "--config", "other.yaml", in: try CaseFolder("quantity-units"))
    #expect(result.code == 10)
    #expect(result.messages == ["other.yaml: expected a readable file, found nothing: check its name and its rights"])
  }

  @Test func anotherRunsLockIs11() throws {
    let folder = try CaseFolder("quantity-units")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/output", withIntermediateDirectories: true)
    let lock = try RunLock(path: "\(folder.path)/output/ledger.sqlite.lock", runDay: "2026-02-28")
    let result = try BuiltCommand.run("run", "--date", day, in: folder)
    lock.release()
    #expect(result.code == 11)
    #expect(
      result.messages.count == 1 && result.messages[0].hasPrefix("another run holds the lock output/ledger.sqlite.lock: held by pid "))
    #expect(result.messages[0].contains("for business day 2026-02-28"))
    #expect(try BuiltCommand.run("run", "--date", day, in: folder).code == 0)
  }

  @Test func aHeldLedgerIs11AndRulesCheckGoesOn() throws {
    let folder = try CaseFolder("quantity-units")
    #expect(try BuiltCommand.run("run", "--date", day, in: folder).code == 0)
    let ledger = try SQLiteLedger(path: "\(folder.path)/output/ledger.sqlite")
    let locked = "output/ledger.sqlite: open: database is locked; wait until the other process has ended, then run again"
    for arguments in [["explain", "O1"], ["export", "postings"], ["run", "--date", "2026-03-01"]] {
      let result = try BuiltCommand.end(try BuiltCommand.start(arguments, in: folder.path), in: folder.path)
      #expect(result.code == 11)
      #expect(result.messages == [locked])
      #expect(result.output.isEmpty)
    }
    let check = try BuiltCommand.run("rules", "check", in: folder)
    #expect(check.code == 0)
    #expect(
      check.messages == ["the ledger output/ledger.sqlite is held by a run: versions that have split orders were not compared with it"])
    #expect(check.output.contains("Σ = B"))
    try ledger.close()
  }

  @Test func noStoreFolderIs12() throws {
    let folder = try CaseFolder("quantity-units")
    try folder.remove("store")
    let result = try BuiltCommand.run("run", "--date", day, in: folder)
    #expect(result.code == 12)
    #expect(
      result.messages == ["orders", "redemptions", "refunds"].map {
        "store/\(day)/\($0).csv: file: expected a file, found none; deliver it and run again"
      }
        + ["\(day) posts nothing until its store files are there; later days wait for it"])
  }

  @Test func oneFeedMissingIs3AndItsArrivalSettlesEverything() throws {
    let folder = try CaseFolder("quantity-units")
    let refunds = try folder.read("store/\(day)/refunds.csv")
    try folder.remove("store/\(day)/refunds.csv")
    let result = try BuiltCommand.run("run", "--date", day, in: folder)
    #expect(result.code == 3)
    #expect(result.output == "\(day): nothing posted, exit 3\n")
    #expect(
      result.messages == [
        "store/\(day)/refunds.csv: file: expected a file, found none; deliver it and run again",
        "\(day) posts nothing until its store files are there; later days wait for it",
      ])
    try folder.write(refunds, to: "store/\(day)/refunds.csv")
    #expect(try BuiltCommand.run("run", "--date", day, in: folder).code == 0)
    #expect(try folder.bytes("output/\(day)/postings.csv") == folder.bytes("expected/\(day)/postings.csv"))
  }

  /// Each order fits 64 bits, their sum does not: the run stops, and nothing of it is kept (SPEC §2).
  @Test func aTotalBeyond64BitsIs14AndNothingIsPublished() throws {
    let folder = try CaseFolder("worked-example")
    let header = "order_id,bundle,paid,paid_at\n"
    let row = "VIP-YEAR-JOINT,92233720368547758.07,\(day) 10:00:00\n"
    try folder.write(header + "X1," + row + "X2," + row, to: "store/\(day)/orders.csv")
    try folder.write("redemption_id,order_id,entitlement,redeemed_at\n", to: "store/\(day)/redemptions.csv")
    try folder.write("refund_id,order_id,amount,refunded_at\n", to: "store/\(day)/refunds.csv")
    let result = try BuiltCommand.run("run", "--date", day, in: folder)
    #expect(result.code == 14)
    #expect(result.errors.contains("a total leaves 64 bits of minor units: nothing was posted or published"))
    #expect(!folder.exists("output/\(day)"))
    try folder.write(header + "X1," + row, to: "store/\(day)/orders.csv")
    #expect(try BuiltCommand.run("run", "--date", day, in: folder).code == 0)
    #expect(try folder.read("output/\(day)/postings.csv").contains("\(day)-001,\(day),1,order,X1,X1,,custody,CNY,92233720368547758.07,"))
  }

  @Test func outputThatIsAFileIs13() throws {
    let folder = try CaseFolder("quantity-units")
    try folder.change("qingfen.yaml", "output/ledger.sqlite", "ledger.sqlite")
    try folder.write("in the way", to: "output")
    let result = try BuiltCommand.run("run", "--date", day, in: folder)
    #expect(result.code == 13)
    #expect(
      result.messages == [
        "cannot open output: Not a directory (ENOTDIR); a part of the path that must be a folder is not one; correct the path"
      ])
    #expect(try folder.read("output") == "in the way")
  }

  @Test func ledgerThatIsNoDatabaseIs13() throws {
    let folder = try CaseFolder("quantity-units")
    try folder.write("this is no database, but long enough to be looked at", to: "output/ledger.sqlite")
    let result = try BuiltCommand.run("run", "--date", day, in: folder)
    #expect(result.code == 13)
    #expect(result.messages == ["output/ledger.sqlite: open: file is not a database; restore the file from a backup"])
  }

  @Test func readingWithoutALedgerIs13AndMakesNone() throws {
    let folder = try CaseFolder("quantity-units")
    let result = try BuiltCommand.run("explain", "O1", in: folder)
    #expect(result.code == 13)
    #expect(
      result.messages == [
        "output/ledger.sqlite: open: expected the ledger of earlier runs, "
          + "found no file; check that the file and its folder exist and may be read and written"
      ])
    #expect(!folder.exists("output"))
  }

  @Test func namesThatTheLedgerDoesNotKnowAre64() throws {
    let folder = try CaseFolder("quantity-units")
    #expect(try BuiltCommand.run("run", "--date", day, in: folder).code == 0)
    let order = try BuiltCommand.run("explain", "o1", in: folder)
    #expect(order.code == 64)
    #expect(order.messages.count == 1 && order.messages[0].hasPrefix("the ledger output/ledger.sqlite does not know order 'o1'"))
    let run = try BuiltCommand.run("export", "postings", "--run", "2026-03-01-002", in: folder)
    #expect(run.code == 64)
    #expect(run.messages == ["the ledger does not know run 2026-03-01-002: it has 1 from 2026-03-01-001 to 2026-03-01-001"])
  }

  /// A run that waits for a held ledger is interrupted; the next one ends as if nothing had been.
  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func interruption(signal: Int32, code: Int32) throws {
    let folder = try CaseFolder("quantity-units")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/output", withIntermediateDirectories: true)
    let ledger = try SQLiteLedger(path: "\(folder.path)/output/ledger.sqlite")
    let process = try BuiltCommand.start(["run", "--date", day], in: folder.path)
    for _ in 0..<200 where ((try? folder.bytes("output/ledger.sqlite.lock")) ?? []).isEmpty { Thread.sleep(forTimeInterval: 0.01) }
    kill(process.processIdentifier, signal)
    let result = try BuiltCommand.end(process, in: folder.path)
    #expect(result.code == code)
    #expect(result.errors.hasSuffix("interrupted: nothing half-done is visible, run again to finish\n"))
    #expect(!folder.exists("output/\(day)"))
    try ledger.close()
    #expect(try BuiltCommand.run("run", "--date", day, in: folder).code == 0)
    #expect(try folder.bytes("output/\(day)/postings.csv") == folder.bytes("expected/\(day)/postings.csv"))
  }
}
