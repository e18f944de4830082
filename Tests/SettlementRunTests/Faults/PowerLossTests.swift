import DurableFiles
import Faults
import Foundation
import Testing

@testable import SettlementRun

/// The power goes at every effect of the story's commands, and the disk forgets what was not made durable: the same command again gives the
/// undisturbed bytes. What a command has told as done is there whatever the disk forgets.
@Suite struct PowerLossTests {
  /// How much a disk forgets that need not: all of it, or what came behind a moment of its own choice.
  enum Memory: CaseIterable {
    case nothing, some
  }

  /// The model forgets what a disk may forget, or the trials would show nothing.
  @Test func theDiskForgets() throws {
    let place = try Workplace()
    let path = { place.folder.appendingPathComponent($0).path }
    try place.write("old\n", to: "staged.old")
    let disk = DiskModel()
    try FaultPlan(.count, scope: [place.folder.path], watch: disk.watch).during {
      var unsynced = try OutputFile(path: path("unsynced"))
      try unsynced.append([UInt8](repeating: 7, count: 3 << 20))
      let unnamed = try OutputFile(path: path("unnamed"))
      _ = try unnamed.finish()
      try FinalFile.put(path("staged.old"), at: path("put"))
      try FinalFile.discard(folder: path("unnamed"))
      _ = try OutputFile(path: path("later")).finish()
    }
    #expect(FileManager.default.fileExists(atPath: path("later")))
    try disk.lose()
    // The folder was made durable once: what stood then stands, but not its content; what was done behind that is undone.
    #expect(try Workplace.files(place.folder) == ["put", "unnamed", "unsynced"])
    #expect(place.text("put") == "old\n" && place.text("unnamed") == "" && place.text("unsynced") == "")
  }

  @Test(arguments: FaultStory.steps.indices, Memory.allCases) func atEveryEffect(at: Int, memory: Memory) throws {
    let scenes = try FaultStory.undisturbed(.sqlite)
    let (before, after, step) = (scenes[at], scenes[at + 1], FaultStory.steps[at])
    let stage = try StoryStage(.sqlite)
    let count = try DeathSweepTests.effects(step, in: before, stage)
    var random = SplitMix64(seed: UInt64(at))
    var (table, undone) = (FaultCount(), 0)
    for place in stride(from: 1, through: count, by: memory == .nothing ? 1 : 3) {
      let shop = try stage.shop(before)
      let disk = DiskModel()
      FaultPlan(.die(place), scope: [shop.folder.path], watch: disk.watch).during { try? step.play(shop) }
      undone += disk.pending
      try disk.lose { memory == .nothing ? 0 : Int.random(in: 0...$0, using: &random) }
      let what = "\(step.name), power lost at \(place) of \(count), \(memory)"
      do {
        try step.play(shop)
        table.take(try stage.footprint(shop), after.footprint, what)
      } catch {
        table.fail(what, error)
      }
    }
    #expect(undone > 0 || step.name.hasPrefix("decide"), "the disk forgets something")
    table.tell("F3 power loss at every effect, SQLite")
  }

  @Test(arguments: FaultStory.steps.indices) func whatIsToldAsDoneIsThere(at: Int) throws {
    let scenes = try FaultStory.undisturbed(.sqlite)
    let stage = try StoryStage(.sqlite)
    let shop = try stage.shop(scenes[at])
    let disk = DiskModel()
    try FaultPlan(.count, scope: [shop.folder.path], watch: disk.watch).during { try FaultStory.steps[at].play(shop) }
    try disk.lose()
    let difference = try stage.footprint(shop).difference(from: scenes[at + 1].footprint)
    #expect(difference.lost == [])
    // What was tidied away may be there again, out of sight.
    #expect(difference.wrong.filter { !$0.hasPrefix("file .") && !$0.contains("/.") } == [])
    var table = FaultCount()
    try FaultStory.steps[at].play(shop)
    table.take(try stage.footprint(shop), scenes[at + 1].footprint, "\(FaultStory.steps[at].name), power lost at its end")
    table.tell("F3 power loss behind the end of a command, SQLite")
  }
}
