import SettlementCore
import Testing

@testable import LedgerStore

/// The chain as every kind of ledger must make it; returns the heads. `reading` opens the same ledger to read it.
func checkJournal(_ ledger: any Ledger, reading: () throws -> any StoredLedger) throws -> [String] {
  try ledger.append(Story.run1)
  try ledger.record(publication: String(repeating: "a", count: 64), ofRun: 1)
  try ledger.append(Story.run2)
  try ledger.record(publication: String(repeating: "b", count: 64), ofRun: 2)
  try ledger.decide([
    DecisionRecord(
      identity: Story.finding("c", .open).identity, decision: .waive, reason: "small", by: "李雷", ours: nil, theirs: 3, currency: cny,
      afterRun: 2)
  ])
  try ledger.append(Story.run3)
  let entries = try ledger.journal()
  #expect(
    entries.map { "\($0.number) \($0.kind) \($0.run)" } == [
      "1 run 1", "2 publication 1", "3 run 2", "4 publication 2", "5 decisions 2", "6 run 3",
    ])
  #expect(entries[1].evidence.hasPrefix("aaa") && entries[0].evidence == RowHash.sha256(of: Story.run1.summary))
  #expect(entries[0].rows.first { $0.name == "orders" }?.count == 3)
  #expect(Set(entries.map(\.head)).count == 6)
  #expect(try ledger.head(ofRun: 2) == entries[2].head && ledger.head(ofRun: 9) == nil)
  #expect(try ledger.publication(ofRun: 2) == String(repeating: "b", count: 64) && ledger.publication(ofRun: 3) == nil)
  try ledger.record(publication: String(repeating: "c", count: 64), ofRun: 3)
  let report = try reading().checkJournal()
  #expect(report.entries.count == 7 && report.rows > 60 && report.sealedRun == 0, "\(report.rows)")
  return report.entries.map(\.head)
}
