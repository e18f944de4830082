import DurableFiles
import Foundation
import LedgerStore
import Testing

@testable import SettlementRun

/// `qingfen discrepancies` as people see it.
@Suite struct DiscrepanciesCommandTests {
  private func command(_ arguments: [String], _ folder: CaseFolder) throws -> BuiltCommand.Result {
    try BuiltCommand.end(try BuiltCommand.start(["discrepancies"] + arguments, in: folder.path), in: folder.path)
  }

  @Test func listAndTotals() throws {
    let folder = try CaseFolder("decide-over-redeemed")
    try folder.settle(days: 1)
    try folder.decide("alpha", "over-redeemed", "redemption:R2", .waive)
    let all = try command(["list"], folder)
    #expect(all.code == 0)
    #expect(
      all.output == """
        partner  kind           key            order  state  age  ours  theirs  difference  currency  decided, waits for a run
        ───────  ─────────────  ─────────────  ─────  ─────  ───  ────  ──────  ──────────  ────────  ────────────────────────
        alpha    amount         redeemed:R2    O1     open     0  0.00    5.00       +5.00  CNY
        alpha    over-redeemed  redemption:R2  O1     open     0  0.00    5.00       +5.00  CNY       waive by Li Lei

        2 in all: 2 open
        CNY: ours 0.00, theirs 10.00, difference +10.00
        as of run 2026-03-01-001

        """)
    #expect(
      try command(["list", "--kind", "amount", "--partner", "alpha", "--state", "open"], folder).output.contains("1 in all: 1 open\n"))
    for filter in [["--kind", "status"], ["--partner", "-"], ["--state", "resolved"], ["--older-than", "0"]] {
      #expect(try command(["list"] + filter, folder).output == "no discrepancy of this kind after run 2026-03-01-001\n")
    }
    try folder.decide("alpha", "amount", "redeemed:R2", .acceptOurs)
    #expect(try BuiltCommand.run("run", "--from", "2026-03-01", "--to", "2026-03-02", in: folder).code == 0)
    #expect(try command(["list", "--state", "resolved", "--older-than", "0"], folder).output.contains("2 in all: 2 resolved\n"))
  }

  @Test func theWholeHistoryOfOne() throws {
    let folder = try CaseFolder("decide-reopened")
    try folder.settle()
    let page = try command(["show", "alpha", "amount", "redeemed:R1"], folder)
    #expect(page.code == 0)
    #expect(
      page.output
        == """
        Discrepancy (alpha, amount, redeemed:R1)
           state           resolved
           first seen      2026-03-01
           age             3 days on 2026-03-04
           business date   2026-03-01
           leg             partner
           amounts         ours 5.00, theirs 4.40 CNY, difference -0.60
           line            statements/alpha.csv:2: R1 O1 tea redeemed 4.40 CNY at 2026-03-01 10:00:00
           order           O1, TEA, paid 30.00 CNY at 2026-03-01 09:00:00 (qingfen explain O1)

        History
           run             state     amounts                                       detail
           ──────────────  ────────  ────────────────────────────────────────────  ──────────────────────────────────────────────────────────────────────────────────────────────────
           2026-03-01-001  open      ours 5.00, theirs 4.50 CNY, difference -0.50  the amounts differ
           2026-03-01-002  resolved  ours 5.00, theirs 4.50 CNY, difference -0.50  the amounts differ; accepted ours (Li Lei: agreed by mail)
           2026-03-03-001  open      ours 5.00, theirs 4.40 CNY, difference -0.60  the amounts differ
           2026-03-04-001  resolved  ours 5.00, theirs 4.40 CNY, difference -0.60  the amounts differ; accepted theirs, the difference was posted as an adjust (Li Lei: their last word)

        Decisions
           accept-ours by Li Lei: agreed by mail
              made after run 2026-03-01-001 on ours 5.00, theirs 4.50 CNY
              applied by run 2026-03-01-002; opened again by run 2026-03-03-001
           accept-theirs by Li Lei: their last word
              made after run 2026-03-03-001 on ours 5.00, theirs 4.40 CNY
              applied by run 2026-03-04-001, and holds

        Postings
           group 3, run 2026-03-04-001, adjust on 2026-03-04
              payable:alpha  +0.60 CNY
              revenue  -0.60 CNY

        """.replacing(String(repeating: "─", count: 98), with: String(repeating: "─", count: 101)))
    let order = try BuiltCommand.run("explain", "O1", in: folder)
    #expect(
      order.output.contains(
        "Adjusts of lines that name it (they belong to the line, not to its shares)\n"
          + "   run 2026-03-04-001: alpha, redeemed:R1: it is owed -0.60 CNY\n"))
    #expect(try command(["show", "alpha", "amount", "redeemed:R9"], folder).messages.count == 1)
    #expect(try command(["show", "alpha", "amount", "redeemed:R9"], folder).code == 64)
  }

  @Test func resolveAndApply() throws {
    let folder = try CaseFolder("decide-amount-theirs")
    try folder.settle(days: 1)
    let row = ["resolve", "alpha", "amount", "redeemed:R1"]
    let decided = ["--decision", "accept-theirs", "--reason", "price list", "--by", "李雷"]
    let other = try command(row + decided + ["--theirs", "4.40"], folder)
    #expect(other.code == 64)
    #expect(
      other.messages == [
        "(alpha, amount, redeemed:R1): expected the amounts that were decided on, ours none, theirs 4.40; "
          + "found ours 5.00, theirs 4.50 CNY now: look at it again", "1 problem; nothing was recorded",
      ])
    let result = try command(row + decided + ["--ours", "5.00", "--theirs", "4.50"], folder)
    #expect(result.code == 0)
    #expect(
      result.output
        == "1 decision recorded: 1 accept-theirs\nthe next run applies what is recorded; to apply it at once: qingfen run --date 2026-03-01\n"
    )
    #expect(try folder.read("output/2026-03-01/discrepancies.csv").contains(",open,"))  // nothing is published
    let run = try BuiltCommand.run("run", "--date", "2026-03-01", in: folder)
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("2026-03-01-002: "))
    #expect(try folder.bytes("output/2026-03-01/postings.csv") == folder.bytes("expected/2026-03-01.decided/postings.csv"))
    #expect(try BuiltCommand.run("run", "--date", "2026-03-01", in: folder).output.contains("(nothing new, published as before)"))
  }

  @Test func aDecisionThatIsNotAppliedIsTold() throws {
    let folder = try CaseFolder("decide-changed-amounts")
    try folder.settle(days: 1)
    try folder.decide("alpha", "amount", "redeemed:R1", .acceptTheirs, by: "李雷")
    try folder.change("statements/alpha.csv", ",4.50,", ",4.40,")
    let run = try BuiltCommand.run("run", "--date", "2026-03-02", in: folder)
    #expect(run.code == 2)
    #expect(
      run.messages == [
        "(alpha, amount, redeemed:R1): accept-theirs by 李雷 was made on ours 5.00, theirs 4.50 CNY; expected the same, "
          + "found ours 5.00, theirs 4.40 CNY: not applied, it stays open; decide again"
      ])
    #expect(
      try command(["show", "alpha", "amount", "redeemed:R1"], folder).output.contains(
        "not applied: run 2026-03-02-001 found other amounts\n"))
  }

  @Test func aRunAndADecisionExcludeEachOther() throws {
    let folder = try CaseFolder("decide-amount-theirs")
    try folder.settle(days: 1)
    let lock = try RunLock(path: "\(folder.path)/output/ledger.sqlite.lock", runDay: "2026-03-02")
    let row = ["resolve", "alpha", "amount", "redeemed:R1", "--decision", "waive", "--reason", "why", "--by", "Li Lei"]
    let refused = try command(row, folder)
    lock.release()
    #expect(refused.code == 11)
    #expect(refused.messages.count == 1 && refused.messages[0].contains("for business day 2026-03-02"))
    #expect(try command(row, folder).code == 0)
  }

  @Test(arguments: [
    ["resolve"], ["resolve", "alpha", "amount", "redeemed:R1", "--decision", "waive", "--reason", "why"],
    ["resolve", "--from", "x.csv", "--by", "Li Lei"], ["list", "--older-than", "-1"], ["list", "--kind", "amounts"], ["show", "alpha"],
  ])
  func usageErrorsAre64(arguments: [String]) throws {
    let result = try command(arguments, try CaseFolder("quantity-units"))
    #expect(result.code == 64)
    #expect(result.errors.contains("Usage: qingfen discrepancies"))
  }

  @Test func withoutALedgerIs13AndMakesNone() throws {
    let folder = try CaseFolder("quantity-units")
    for arguments in [
      ["list"], ["show", "-", "amount", "x"], ["resolve", "-", "amount", "x", "--decision", "waive", "--reason", "y", "--by", "z"],
    ] {
      #expect(try command(arguments, folder).code == 13)
    }
    #expect(!folder.exists("output"))
  }
}
