import LedgerStore
import SettlementCore
import Testing

@testable import SettlementRun

/// Every scenario told again from its ledger: what is explained and exported is what was posted.
@Suite struct RetellingTests {
  @Test(arguments: CaseFolder.names)
  func everyScenarioIsToldAgain(scenario: String) throws {
    let folder = try CaseFolder(scenario)
    try folder.settle()
    try explainEveryOrder(of: folder)
    try exportEveryRun(of: folder, scenario)
  }

  /// No formula may differ from what was posted, and every page closes.
  private func explainEveryOrder(of folder: CaseFolder) throws {
    let configuration = try folder.configuration()
    let ids = try Self.orders(LedgerReading(configuration))
    for id in ids {
      let text = try OrderExplanation.text(ofOrder: id, configuration, language: .en)
      #expect(text.contains("   equal: it holds\n") || text.hasSuffix("Nothing is posted for this order yet.\n"))
    }
  }

  /// The newest run of every day is what stands in `output/D`; all runs together are those files under one header.
  private func exportEveryRun(of folder: CaseFolder, _ scenario: String) throws {
    let runs = try Self.runs(LedgerReading(try folder.configuration()))
    var newest: [CalendarDay: String] = [:]
    var ofRun: [String: [UInt8]] = [:]
    for (day, id) in runs {
      newest[day] = id
      ofRun[id] = try export(folder, .run(id))
    }
    for (day, id) in newest { #expect(ofRun[id] == (try folder.bytes("output/\(day)/postings.csv")), "\(scenario) \(id)") }
    let header = 1 + (ofRun[runs[0].id]!.firstIndex(of: 0x0A) ?? 0)
    let joined = runs.enumerated().flatMap { place, run in Array(ofRun[run.id]!.dropFirst(place == 0 ? 0 : header)) }
    #expect(try export(folder, .all) == joined)
    #expect(try export(folder, .days(newest.keys.min()!...newest.keys.max()!)) == joined)
  }

  private static func orders(_ reading: LedgerReading) throws -> [String] {
    let orders = try reading.ledger.orders(numbers: reading.state.runs.flatMap { Array($0.orders) })
    return (0..<orders.count).map { orders.batch.ids[$0] }
  }

  private static func runs(_ reading: LedgerReading) -> [(day: CalendarDay, id: String)] { reading.state.runs.map { ($0.day, $0.id) } }

  private func export(_ folder: CaseFolder, _ selection: PostingsExport.Selection) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try PostingsExport(try folder.configuration(), selection).write { bytes += $0 }
    return bytes
  }
}
