import Faults
import Foundation
import Testing

@testable import SettlementRun

/// A command dies at every effect that it has and is given again: the files, the ledger and the archive are those of an undisturbed story.
///
/// Here a death is that nothing is done any more, clean-up included; `KillSweepTests` kills the built program.
@Suite struct DeathSweepTests {
  /// The places of a step that one test tries, so that two cores share them.
  struct Part: Sendable, CustomTestStringConvertible {
    let kind: LedgerKind
    let step: Int
    let lane: Int
    var testDescription: String { "\(kind.rawValue), \(FaultStory.steps[step].name), part \(lane + 1)" }

    static let all = LedgerKind.here.flatMap { kind in
      FaultStory.steps.indices.flatMap { step in (0..<2).map { Part(kind: kind, step: step, lane: $0) } }
    }

    /// In a file every place of every step; in a database those of the richest day, of decisions and of closing, of others each fifth.
    func places(upTo count: Int) -> StrideTo<Int> {
      let isWhole = kind == .sqlite || (1...3).contains(step)
      return stride(from: 1 + lane, to: count + 1, by: isWhole ? 2 : 10)
    }
  }

  @Test(arguments: Part.all) func everyEffect(_ part: Part) throws {
    let scenes = try FaultStory.undisturbed(part.kind)
    let (before, after, step) = (scenes[part.step], scenes[part.step + 1], FaultStory.steps[part.step])
    let stage = try StoryStage(part.kind)
    let count = try Self.effects(step, in: before, stage)
    #expect(count > 5, "\(step.name) has effects")
    var table = FaultCount()
    for place in part.places(upTo: count) {
      let shop = try stage.shop(before)
      let plan = FaultPlan(.die(place), scope: try stage.scope(shop))
      plan.during { try? step.play(shop) }
      #expect(plan.hasStruck, "\(step.name) has an effect \(place)")
      let what = "\(part.kind.rawValue), \(step.name), dead at \(place) of \(count)"
      do {
        try step.play(shop)
        table.take(try stage.footprint(shop), after.footprint, what)
      } catch {
        table.fail(what, error)
      }
    }
    table.tell("F1 death at every effect, \(part.kind.rawValue), in process")
  }

  /// Two deep: the resume dies, too, at any of its own effects; and the story goes on to its end.
  @Test(arguments: LedgerKind.here, 0..<6) func twoDeep(kind: LedgerKind, seed: UInt64) throws {
    let scenes = try FaultStory.undisturbed(kind)
    let stage = try StoryStage(kind)
    var random = SplitMix64(seed: seed)
    var table = FaultCount()
    while table.runs < (kind == .sqlite ? 12 : 4) {
      let first = Int.random(in: FaultStory.steps.indices, using: &random)
      let shop = try stage.shop(scenes[first])
      var (what, deaths) = ("seed \(seed), \(FaultStory.steps[first].name)", 0)
      do {
        for _ in 0..<2 {
          let place = Int.random(in: 1...110, using: &random)
          let plan = FaultPlan(.die(place), scope: try stage.scope(shop))
          plan.during { try? FaultStory.steps[first].play(shop) }
          deaths += plan.hasStruck ? 1 : 0
          what += ", dead at \(place)"
        }
        if deaths < 2 { continue }  // one of them ended before
        for step in FaultStory.steps[first...] { try step.play(shop) }
        table.take(try stage.footprint(shop), scenes.last!.footprint, what)
      } catch {
        table.fail(what, error)
      }
    }
    table.tell("F2 death in the resume, too, \(kind.rawValue), in process")
  }

  /// How many effects a step has in a shop as it was.
  static func effects(_ step: StoryStep, in scene: FaultStory.Scene, _ stage: StoryStage) throws -> Int {
    let shop = try stage.shop(scene)
    let plan = FaultPlan(.count, scope: try stage.scope(shop))
    try plan.during { try step.play(shop) }
    return plan.count
  }
}
