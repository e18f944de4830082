import Faults
import Foundation
import Testing

@testable import SettlementRun

/// The built program is killed (SIGKILL) right before an effect and called again: all is as if nothing had been.
@Suite struct KillSweepTests {
  /// The day with a decision, a refund and a statement.
  private static let day = FaultStory.steps[2]

  @Test(arguments: 0..<2) func everyEffectOfADay(lane: Int) throws {
    let scenes = try FaultStory.undisturbed(.sqlite)
    let stage = try StoryStage(.sqlite)
    let count = try Self.effects(Self.day, in: stage.shop(scenes[2]))
    #expect(count > 80)
    var table = FaultCount()
    for place in stride(from: 1 + lane, through: count, by: 2) {
      try Self.kill(Self.day, at: place, stage, scenes[2], scenes[3].footprint, &table)
    }
    table.tell("F1 kill -9 of the program at every effect of a day, SQLite")
  }

  @Test(arguments: LedgerKind.here, 0..<2) func anyEffectOfTheStory(kind: LedgerKind, seed: UInt64) throws {
    let scenes = try FaultStory.undisturbed(kind)
    let stage = try StoryStage(kind)
    var random = SplitMix64(seed: seed)
    var table = FaultCount()
    for _ in 0..<14 {
      let at = Int.random(in: FaultStory.steps.indices, using: &random)
      let count = try Self.effects(FaultStory.steps[at], in: stage.shop(scenes[at]))
      let place = Int.random(in: 1...count, using: &random)
      try Self.kill(FaultStory.steps[at], at: place, stage, scenes[at], scenes[at + 1].footprint, &table)
    }
    table.tell("F1 kill -9 of the program at any effect, \(kind.rawValue)")
  }

  private static func kill(
    _ step: StoryStep, at place: Int, _ stage: StoryStage, _ scene: FaultStory.Scene, _ expected: Footprint, _ table: inout FaultCount
  ) throws {
    let shop = try stage.shop(scene)
    let what = "\(stage.kind.rawValue), \(step.name), killed at \(place)"
    #expect(try end(step, "kill@\(place)", in: shop).code == -SIGKILL, "\(what)")
    do {
      try step.play(shop)
      table.take(try stage.footprint(shop), expected, what)
    } catch {
      table.fail(what, error)
    }
  }

  private static func effects(_ step: StoryStep, in shop: Workplace) throws -> Int {
    let line = try end(step, "count", in: shop).messages.last ?? ""
    return try #require(Int(line.split(separator: " ").last ?? ""), "\(line)")
  }

  private static func end(_ step: StoryStep, _ plan: String, in shop: Workplace) throws -> BuiltCommand.Result {
    let folder = shop.folder.path
    return try BuiltCommand.end(try BuiltCommand.start(step.arguments, in: folder, environment: [FaultPlan.variable: plan]), in: folder)
  }
}
