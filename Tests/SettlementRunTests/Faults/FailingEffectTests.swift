import DurableFiles
import Faults
import Foundation
import LedgerStore
import Testing

@testable import SettlementRun

/// Every effect of the story's commands fails once (EIO; each second with ENOSPC), and nobody dies: the command says which path, nothing
/// half-done is published, and the same command again gives the undisturbed bytes. Behind a failed fsync it does so only when somebody has
/// verified.
@Suite struct FailingEffectTests {
  struct Part: Sendable, CustomTestStringConvertible {
    let kind: LedgerKind
    let step: Int
    let code: Int32
    var testDescription: String { "\(kind.rawValue), \(FaultStory.steps[step].name), \(code == EIO ? "EIO" : "ENOSPC")" }

    /// In a database the richest day and the closing.
    static let all = LedgerKind.here.flatMap { kind in
      FaultStory.steps.indices.filter { kind == .sqlite || (2...3).contains($0) }.flatMap { step in
        [EIO, ENOSPC].map { Part(kind: kind, step: step, code: $0) }
      }
    }
  }

  @Test(arguments: Part.all) func everyEffect(_ part: Part) throws {
    let scenes = try FaultStory.undisturbed(part.kind)
    let (before, after, step) = (scenes[part.step], scenes[part.step + 1], FaultStory.steps[part.step])
    let stage = try StoryStage(part.kind)
    let count = try DeathSweepTests.effects(step, in: before, stage)
    var (table, suspected) = (FaultCount(), FaultCount())
    for place in stride(from: 1, through: count, by: part.kind == .postgres ? 6 : part.code == EIO ? 1 : 2) {
      let shop = try stage.shop(before)
      let what = "\(part.testDescription) at \(place) of \(count)"
      let failure = Self.failure(try stage.scope(shop), .fail(place, part.code)) { try step.play(shop) }
      if let failure { Self.check(failure, try stage.scope(shop), part.code, what) }
      try Self.checkNothingHalf(shop, before, after, what)
      let mark = SuspectMark(try ClosingShop.configuration(shop))
      let isSuspect = FileManager.default.fileExists(atPath: mark.path)
      if isSuspect {
        let refusal = Self.failure([], .count) { try step.play(shop) }
        #expect(refusal is SuspectLedger, "\(what): \(refusal.map { "\($0)" } ?? "went on")")
        #expect("\(refusal!)".contains("\(failure!)"), "\(what): \(refusal!)")
        try mark.clear()
      }
      do {
        try step.play(shop)
        let footprint = try stage.footprint(shop)
        if isSuspect { suspected.take(footprint, after.footprint, what) } else { table.take(footprint, after.footprint, what) }
      } catch {
        table.fail(what, error)
      }
    }
    #expect(suspected.runs > 0 || step.name.hasPrefix("decide"), "an fsync failed")
    table.tell("F4 an effect fails once (EIO, ENOSPC), \(part.kind.rawValue)")
    suspected.tell("F5 an fsync fails, \(part.kind.rawValue)")
  }

  private static func failure(_ scope: [String], _ mode: FaultPlan.Mode, _ work: () throws -> Void) -> (any Error)? {
    do {
      try FaultPlan(mode, scope: scope).during(work)
      return nil
    } catch {
      return error
    }
  }

  /// A failure of the disk or of the ledger (exit 13) that names where and says what the system said.
  private static func check(_ failure: any Error, _ places: [String], _ code: Int32, _ what: String) {
    let isStorage =
      switch failure {
      case is FileFailure, RunLockRefusal.file, ArchiveFailure.file: true
      case let failure as LedgerFailure: code == ENOSPC ? failure.cause == .diskFull : [.disk, .server].contains(failure.cause)
      default: "\(type(of: failure))" == "WorkbookError"
      }
    #expect(isStorage, "\(what): \(failure)")
    #expect(places.contains { "\(failure)".contains($0) }, "\(what): \(failure)")
  }

  /// Each published folder is as it was before the command or as it is behind it.
  private static func checkNothingHalf(
    _ shop: Workplace, _ before: FaultStory.Scene, _ after: FaultStory.Scene, _ what: String
  ) throws {
    func folders(_ shop: Workplace) throws -> [String: [String: String]] {
      let visible = try shop.published().filter { !$0.key.hasPrefix(".") && !$0.key.contains("/.") && !$0.key.hasPrefix("ledger.") }
      let grouped = Dictionary(grouping: visible) { String($0.key.prefix { $0 != "/" }) }
      return grouped.mapValues { Dictionary(uniqueKeysWithValues: $0.map { $0 }) }
    }
    let (old, new) = (try folders(before.workplace), try folders(after.workplace))
    for (name, files) in try folders(shop) where name != "statements" {
      #expect(files == old[name] || files == new[name], "\(what): \(name) is half published")
    }
    let issued = try folders(shop)["statements"] ?? [:]
    #expect(issued.allSatisfy { new["statements"]?[$0.key] == $0.value }, "\(what): a statement is not what was issued")
  }

  /// The program's own ending: 13, and the path on stderr. Where only clean-up failed it ends as ever.
  @Test(arguments: 0..<2) func theProgramEndsWith13(seed: UInt64) throws {
    let scenes = try FaultStory.undisturbed(.sqlite)
    let stage = try StoryStage(.sqlite)
    var random = SplitMix64(seed: seed)
    var failures = 0
    for _ in 0..<8 {
      let shop = try stage.shop(scenes[2])
      let (place, folder) = (Int.random(in: 1...90, using: &random), shop.folder.path)
      let plan = [FaultPlan.variable: "fail@\(place):ENOSPC"]
      let result = try BuiltCommand.end(
        try BuiltCommand.start(FaultStory.steps[2].arguments, in: folder, environment: plan), in: folder)
      failures += result.code == 13 ? 1 : 0
      #expect(result.code == 13 ? result.errors.contains("output") || result.errors.contains("archive") : result.code == 0, "\(result)")
    }
    #expect(failures > 3)
  }
}
