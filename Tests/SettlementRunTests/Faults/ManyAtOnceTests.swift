import Foundation
import Testing

@testable import SettlementRun

/// Ten runs of one ledger at once: one works, the others are told who does, and nothing is done twice (faults F23).
@Suite struct ManyAtOnceTests {
  @Test(arguments: LedgerKind.here) func oneWorks(kind: LedgerKind) throws {
    let scenes = try FaultStory.undisturbed(kind)
    let stage = try StoryStage(kind)
    let shop = try stage.shop(scenes[2])
    // In a file the run that is under way has the folder, too; of a database it is on another host.
    let elsewhere = kind == .sqlite ? shop : try Workplace(copying: shop.folder, in: FaultStory.parent)
    let job = try elsewhere.job("2026-03-31")
    for result in try Self.tenAtOnce(shop) {
      #expect(result.code == 11, "\(result)")
      let holder = "pid \(ProcessInfo.processInfo.processIdentifier) on "
      let isTold = result.messages.contains { $0.contains("held by") && $0.contains(holder) }
      #expect(isTold || kind == .postgres && result.isOfItsFolder, "\(result)")
    }
    withExtendedLifetime(job) {}
  }

  @Test(arguments: LedgerKind.here) func nothingIsDoneTwice(kind: LedgerKind) throws {
    let scenes = try FaultStory.undisturbed(kind)
    let stage = try StoryStage(kind)
    let shop = try stage.shop(scenes[2])
    let codes = try Self.tenAtOnce(shop).map(\.code)
    #expect(codes.allSatisfy { [0, 11].contains($0) } && codes.contains(0), "\(codes)")
    var table = FaultCount()
    table.take(try stage.footprint(shop), scenes[3].footprint, "\(kind.rawValue): \(codes)")
    table.tell("F23 ten runs at once, \(kind.rawValue)")
  }

  /// Each says what it says into a folder of its own.
  private static func tenAtOnce(_ shop: Workplace) throws -> [BuiltCommand.Result] {
    let folders = try (0..<10).map { _ in try Workplace() }
    let arguments = FaultStory.steps[2].arguments + ["--config", shop.folder.appendingPathComponent("qingfen.yaml").path]
    let processes = try folders.map { try BuiltCommand.start(arguments, in: $0.folder.path) }
    return try zip(processes, folders).map { try BuiltCommand.end($0, in: $1.folder.path) }
  }
}

extension BuiltCommand.Result {
  /// Refused by another of the ten, which holds the lock of the shop's folder.
  fileprivate var isOfItsFolder: Bool { messages.contains { $0.contains("another run holds the lock") && $0.contains("ledger.lock") } }
}
