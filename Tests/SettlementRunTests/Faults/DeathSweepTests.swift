import Faults
import Foundation
import Testing

@testable import SettlementRun

/// A command dies at every effect that it has and is given again: the files, the ledger and the archive are those of an undisturbed story.
///
/// In this process a death is that nothing is done any more, clean-up included; the built program is killed for real.
@Suite struct DeathSweepTests {
  /// Two parts of each step, for two cores.
  struct Part: Sendable, CustomTestStringConvertible {
    let step: Int
    let lane: Int
    var testDescription: String { "\(FaultStory.steps[step].name), part \(lane + 1)" }

    static let all = FaultStory.steps.indices.flatMap { step in (0..<2).map { Part(step: step, lane: $0) } }
  }

  @Test(arguments: Part.all) func everyEffect(_ part: Part) throws {
    let scenes = try FaultStory.undisturbed.get()
    let (before, after, step) = (scenes[part.step], scenes[part.step + 1], FaultStory.steps[part.step])
    let count = try Self.effects(step, in: before)
    #expect(count > 5, "\(step.name) has effects")
    var table = FaultCount()
    for place in stride(from: 1 + part.lane, through: count, by: 2) {
      let workplace = try Workplace(copying: before.workplace.folder)
      let plan = FaultPlan(.die(place), scope: [workplace.folder.path])
      plan.during { try? step.play(workplace) }
      #expect(plan.hasStruck, "\(step.name) has an effect \(place)")
      do {
        try step.play(workplace)
        table.take(try Footprint(workplace), after.footprint, "\(step.name), dead at \(place) of \(count)")
      } catch {
        table.fail("\(step.name), dead at \(place) of \(count)", error)
      }
    }
    table.tell("F1 death at every effect, SQLite, in process")
  }

  /// Two deep: the resume dies, too, at any of its own effects; and the story goes on to its end.
  @Test(arguments: 0..<8) func twoDeep(lane: Int) throws {
    let scenes = try FaultStory.undisturbed.get()
    var random = SplitMix64(seed: UInt64(lane))
    var table = FaultCount()
    for trial in 0..<12 {
      let first = Int(random.next(upperBound: UInt64(FaultStory.steps.count)))
      let workplace = try Workplace(copying: scenes[first].workplace.folder)
      var told = "seed \(lane), trial \(trial), \(FaultStory.steps[first].name)"
      do {
        for _ in 0..<2 {
          let copy = try Workplace(copying: workplace.folder)
          let count = try Self.effects(FaultStory.steps[first], in: copy)
          let place = 1 + Int(random.next(upperBound: UInt64(count)))
          told += ", dead at \(place) of \(count)"
          FaultPlan(.die(place), scope: [workplace.folder.path]).during { try? FaultStory.steps[first].play(workplace) }
        }
        for step in FaultStory.steps[first...] { try step.play(workplace) }
        table.take(try Footprint(workplace), scenes.last!.footprint, told)
      } catch {
        table.fail(told, error)
      }
    }
    table.tell("F2 death in the resume, too, SQLite, in process")
  }

  /// How many effects a step has in a copy of a shop.
  static func effects(_ step: StoryStep, in scene: FaultStory.Scene) throws -> Int {
    try effects(step, in: try Workplace(copying: scene.workplace.folder))
  }

  private static func effects(_ step: StoryStep, in copy: Workplace) throws -> Int {
    let plan = FaultPlan(.count, scope: [copy.folder.path])
    try plan.during { try step.play(copy) }
    return plan.count
  }
}
