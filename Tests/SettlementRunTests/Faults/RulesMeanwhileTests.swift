import Foundation
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// Rules that are edited while a run is under way: it goes by those that it read at its start (faults F22).
@Suite struct RulesMeanwhileTests {
  @Test(arguments: Stages.all) func theRunKeepsWhatItRead(stage: Stages) throws {
    let scenes = try FaultStory.undisturbed(.sqlite)
    let shop = try Workplace(copying: scenes[2].workplace.folder, in: FaultStory.parent)
    let agreement = "rules/agreements/tea.yaml"
    let rules = try #require(shop.text(agreement))
    let day = CalendarDay("2026-03-31")!
    var job: SettlementJob? = try SettlementJob(
      try ClosingShop.configuration(shop), runDay: day.description,
      stage: { if $0 == stage.stage { try shop.write(rules.replacingOccurrences(of: "5.00", with: "6.00"), to: agreement) } }
    ) { _ in }
    #expect(try job?.run(day...day) { _ in } == .allMatched)
    job = nil
    #expect(shop.text(agreement) != rules)
    var table = FaultCount()
    table.take(try Footprint(shop), scenes[3].footprint, "edited while it \(stage.stage.rawValue)s")
    table.tell("F22 rules edited during a run")
  }

  struct Stages: Sendable, CustomTestStringConvertible {
    let stage: SettlementRun.Stage
    var testDescription: String { stage.rawValue }
    static let all = SettlementRun.Stage.allCases.map(Stages.init)
  }
}
