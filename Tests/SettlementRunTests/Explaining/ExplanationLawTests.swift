import Foundation
import LedgerStore
import Reports
import SettlementCore
import Testing

@testable import SettlementRun

/// Laws of explanations, over the scenarios.
@Suite struct ExplanationLawTests {
  /// Every group and every discrepancy of every scenario has a page, in one language or the other, and every input on it is found in the
  /// archive.
  @Test(arguments: CaseFolder.names)
  func everythingIsTracedToItsBytes(scenario: String) throws {
    let folder = try CaseFolder(scenario)
    try folder.settle()
    let reading = try LedgerReading(try folder.configuration())
    for record in reading.state.runs {
      for number in record.firstGroup..<record.firstGroup + record.groupCount {
        var page = try GroupPage(number, reading, Self.words(Int(number))) { _ in }
        check(try page.explanation(), "\(scenario), group \(number)")
      }
    }
    let found = Set(try reading.state.runs.flatMap { try reading.ledger.discrepancies(asOf: $0.number) }.map(\.identity))
    for (place, identity) in found.sorted(by: { "\($0)" < "\($1)" }).enumerated() {
      let kind = try #require(DiscrepancyKind(rawValue: identity.kind))
      check(try DiscrepancyExplanation.page(of: identity, kind, reading, Self.words(place)) { _ in }, "\(scenario), \(identity)")
    }
  }

  private static func words(_ place: Int) -> Wording { Wording(place % 2 == 0 ? .zh : .en) }

  private func check(_ page: Explanation, _ what: String) {
    #expect(page.isWhole, "\(what): \(page.text)")
    #expect(!page.text.contains("holds no such row") && !page.text.contains("没有此行"), "\(what): \(page.text)")
  }

  /// The cells that pages name, in the workbooks as they are on the disk: the amount, the group beside it, and the number of the line.
  @Test(arguments: [
    "close-late-redemption", "close-after-later-days", "ladder-refund-next-month", "payouts", "decide-amount-theirs", "refund-bundle-units",
    "reversal-later-day", "channel-bill", "two-versions",
  ])
  func theCellIsTheOneInTheWorkbook(scenario: String) throws {
    let folder = try CaseFolder(scenario)
    try folder.settle()
    let reading = try LedgerReading(try folder.configuration())
    var workbooks: [String: [String: String]] = [:]
    var checked = 0
    for number in 1...reading.state.runs.map({ $0.firstGroup + $0.groupCount - 1 }).max()! {
      var page = try GroupPage(number, reading, Wording(.en)) { _ in }
      var (path, amount) = ("", "")
      for line in try page.explanation().text.components(separatedBy: "Where it stands\n")[1].split(separator: "\n") {
        if !line.hasPrefix("      ") {
          amount = line.split(separator: " ").first { $0.hasPrefix("+") || $0.hasPrefix("-") }.map(String.init) ?? ""  // none: nowhere
        } else if line.hasSuffix(".xlsx") {
          path = String(line.dropFirst(6))
          if workbooks[path] == nil { workbooks[path] = try WorkbookCells.read(path) }
        } else {
          let cells = workbooks[path]!
          let words = line.dropFirst(6).replacingOccurrences(of: "also ", with: "").components(separatedBy: ", No. ")
          #expect(cells[words[0]].flatMap(Double.init) == Double(amount), "\(scenario), group \(number), \(line)")
          #expect(WorkbookCells.beside(words[0], "K", in: cells) == "\(number)")
          if words.count > 1 { #expect(WorkbookCells.beside(words[0], "A", in: cells) == words[1]) }
          checked += 1
        }
      }
    }
    #expect(checked > 0)
  }
}
