import Foundation
import RuleFiles
import SettlementCore

@testable import SettlementRun

/// The shop of the scenario close-late-redemption with a second partner, and March closed in it.
enum ClosingShop {
  static let scenario = "close-late-redemption"

  static func open(in parent: URL = FileManager.default.temporaryDirectory) throws -> Workplace {
    let workplace = try Workplace(copying: Scenario.root.appendingPathComponent(scenario), in: parent)
    try workplace.write(
      """
      bundle: TEA
      title: TEA
      currency: CNY
      versions:
        - effective: 2026-01-01
          base: paid
          shares:
            - {to: alpha, entitlement: tea, fixed: "5.00"}
            - {to: beta, percent: "10"}
            - {to: platform, remainder: true}

      """, to: "rules/agreements/tea.yaml")
    try workplace.write("partner: beta\ntitle: 乙方\nperiod: month\n", to: "rules/partners/beta.yaml")
    return workplace
  }

  /// The days of March have run.
  static func runMarch(_ workplace: Workplace) throws { try workplace.run("2026-03-30", through: "2026-03-31") }

  static func configuration(_ workplace: Workplace) throws -> Configuration {
    try Configuration.read(path: workplace.folder.appendingPathComponent("qingfen.yaml").path)
  }

  @discardableResult
  static func closeMarch(
    _ workplace: Workplace, partner: String? = nil, stage: @escaping (ClosingStage) throws -> Void = { _ in }
  ) throws -> [PeriodClosing.Result] {
    let order = PeriodClosing.Order(period: "2026-03", partner: partner, yesterday: CalendarDay("2026-04-01")!)
    return try PeriodClosing.close(order, try configuration(workplace), stage: stage)
  }
}
