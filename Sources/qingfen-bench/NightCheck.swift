import Foundation
import SettlementRun

/// Compares what a night left with what was put in: a fast run that lost a row is no result.
struct NightCheck {
  private let night: NightOptions
  private let folder: String

  init(_ night: NightOptions, folder: String) {
    self.night = night
    self.folder = "\(folder)/output/\(Night.date)"
  }

  /// Throws `Difference` at the first figure that is not what the night has.
  func check(_ result: SettlementJob.DayResult) throws {
    guard let found = result.summary else { throw Difference("a run", "\(result.problems)") }
    let redemptions = Int64(night.orders * 5 / 2)
    let refunds = Int64(Night.refundCount(night.orders))
    try expect("orders", Int64(night.orders), found.orders)
    try expect("redemptions", redemptions, found.redemptions)
    try expect("refunds", refunds, found.refunds)
    try expect("posting groups", Int64(night.orders) + redemptions + refunds, found.groups)
    try expect("rejected rows", 0, found.rejected)
    let disturbed = (redemptions + Int64(Night.linesPerDisturbance) / 2 - 1) / Int64(Night.linesPerDisturbance)
    let unknown = disturbed / 2
    try expect("discrepancies", disturbed + unknown, found.discrepancies.reduce(0) { $0 + $1.count })
    try expect("lines of discrepancies.csv", disturbed + unknown + 1, lines("discrepancies.csv"))
    try expect("groups in postings.csv", found.groups, lastGroup())
    try expect("workbooks", Int64(night.partners) + 2, workbooks())
  }

  private func expect(_ what: String, _ expected: Int64, _ found: Int64) throws {
    if expected != found { throw Difference("\(expected) \(what)", "\(found)") }
  }

  private func lines(_ name: String) throws -> Int64 {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"), options: .alwaysMapped)
    return Int64(bytes.count { $0 == 0x0A })
  }

  /// The group number on the last line: groups are numbered from 1 without gaps.
  private func lastGroup() throws -> Int64 {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/postings.csv"), options: .alwaysMapped)
    let line = String(decoding: bytes.suffix(400), as: UTF8.self).split(separator: "\n").last ?? ""
    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
    return fields.count > 2 ? Int64(fields[2]) ?? 0 : 0
  }

  private func workbooks() -> Int64 {
    let files = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
    return Int64(files.count { $0.hasSuffix(".xlsx") })
  }
}

/// A night that did not come out as it went in.
struct Difference: Error, CustomStringConvertible {
  let description: String
  init(_ expected: String, _ found: String) { description = "expected \(expected), found \(found)" }
}
