import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// The laws of statements that do not come once and right (SPEC §7), on random shops.
@Suite struct StatementLawTests {
  private static let days = RandomStore.days
  /// Shops of these seeds and later are made once: little may happen in one of them.
  private static let firstFresh: UInt64 = 1000

  /// Issued anew until it is right ends like right from the start: the same discrepancies, the same sums of adjusts, the same open claims.
  @Test(arguments: UInt64(1)..<5) func issuedAnewEndsLikeTheLastVersionAlone(seed: UInt64) throws {
    let versions = StatementVersions(seed: seed, ordersPerDay: 6)
    let (right, anew) = (try Workplace(), try Workplace())
    try versions.write(to: right, revisit: "0d", tolerance: "0.60")
    try versions.write(to: anew, revisit: "30d", tolerance: "0.60")
    var random = SplitMix64(seed: seed &+ 99)
    for path in versions.truth.keys.sorted() { try StatementVersions.write(versions.disturbed(path, &random), to: path, anew) }
    var changes = 0
    for (number, day) in Self.days.enumerated() {
      // Every file that has come is issued anew now and then; in the end all are right.
      let come = versions.truth.keys.filter { $0.suffix(14).prefix(10) < day }.sorted()
      for path in come where number == Self.days.count - 1 || Int.random(in: 0..<3, using: &random) == 0 {
        let isRight = number == Self.days.count - 1 || Bool.random(using: &random)
        try StatementVersions.write(isRight ? versions.truth[path]! : versions.disturbed(path, &random), to: path, anew)
      }
      if number == Self.days.count - 1 {
        for path in versions.truth.keys where !come.contains(path) { try StatementVersions.write(versions.truth[path]!, to: path, anew) }
      }
      try anew.run(day)
      try right.run(day)
      changes += anew.text("output/\(day)/reissued.csv").map { CSVText.rows($0).count - 1 } ?? 0
    }
    let (expected, found) = (try LedgerEnd(right), try LedgerEnd(anew))
    if seed < Self.firstFresh {
      #expect(changes > 50, "seed \(seed): statements were issued anew")
      #expect(expected.discrepancies.count > 5 && !expected.adjusts.isEmpty, "seed \(seed): there is something to find")
    }
    #expect(ScenarioTests.difference(expected.discrepancies, found.discrepancies) == nil, "seed \(seed): discrepancies")
    #expect(ScenarioTests.difference(expected.adjusts, found.adjusts) == nil, "seed \(seed): adjusts")
    #expect(ScenarioTests.difference(expected.openClaims, found.openClaims) == nil, "seed \(seed): open claims")
    let rows = try anew.ledgerRows()
    let files = try anew.published()
    try anew.run(Self.days.last!)
    #expect(try anew.ledgerRows() == rows && anew.published() == files, "seed \(seed): nothing new is the same bytes")
    try anew.unpublish()
    try anew.run(Self.days.first!, through: Self.days.last!)
    #expect(try anew.published() == files, "seed \(seed): told again from the ledger")
  }

  /// An incomplete file leaves what a missing one leaves, but for its findings; and once it is whole, those are gone as well.
  @Test(arguments: UInt64(1)..<5) func incompleteLeavesWhatMissingLeaves(seed: UInt64) throws {
    let versions = StatementVersions(seed: seed, ordersPerDay: 6)
    let (whole, missing, incomplete) = (try Workplace(), try Workplace(), try Workplace())
    for workplace in [whole, missing, incomplete] { try versions.write(to: workplace, revisit: "0d", tolerance: "0.60") }
    var random = SplitMix64(seed: seed &+ 99)
    var comes: [String: Int] = [:]  // the day in whose run the file is whole
    for path in versions.truth.keys.sorted() where Bool.random(using: &random) {
      let day = Self.days.firstIndex(of: String(path.suffix(14).prefix(10)))!
      if day == Self.days.count - 1 { continue }
      comes[path] = min(Self.days.count - 1, day + Int.random(in: 1...3, using: &random))
      try FileManager.default.removeItem(at: missing.folder.appendingPathComponent(path))
      let beyond = "B\(day),O0-1,coupon,redeemed,3.00,\(Self.days[day + 1]) 08:00:00"
      try StatementVersions.write(versions.disturbed(path, &random) + [beyond], to: path, incomplete)
    }
    for (number, day) in Self.days.enumerated() {
      for (path, at) in comes where at == number {
        for workplace in [missing, incomplete] { try StatementVersions.write(versions.truth[path]!, to: path, workplace) }
      }
      try whole.run(day)
      let exits = (try missing.run(day), try incomplete.run(day))
      #expect(exits.0 == exits.1 || exits.1 == .sourceMissing, "seed \(seed), \(day): \(exits)")
    }
    #expect(comes.count > 5 || seed >= Self.firstFresh, "seed \(seed): files come late")
    let passing = ["discrepancies", "open_discrepancies", "statement_files", "runs", "names", "journal"]
    func lasting(_ workplace: Workplace) throws -> [String] {
      try workplace.ledgerRows().filter { row in !passing.contains { row.hasPrefix("\($0): ") } }
    }
    #expect(ScenarioTests.difference(try lasting(missing), try lasting(incomplete)) == nil, "seed \(seed): rows of the ledger")
    #expect(try LedgerEnd(missing) == LedgerEnd(incomplete), "seed \(seed)")
    let (expected, found) = (try LedgerEnd(whole), try LedgerEnd(incomplete))
    #expect(ScenarioTests.difference(expected.adjusts, found.adjusts) == nil, "seed \(seed): adjusts of whole files")
    #expect(ScenarioTests.difference(expected.discrepancies, found.discrepancies) == nil, "seed \(seed): discrepancies of whole files")
  }

  @Test func aFreshShop() throws {
    let seed = UInt64.random(in: Self.firstFresh...UInt64(UInt32.max))
    print("StatementLaw: fresh seed \(seed)")
    try issuedAnewEndsLikeTheLastVersionAlone(seed: seed)
    try incompleteLeavesWhatMissingLeaves(seed: seed)
  }
}
