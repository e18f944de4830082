import DurableFiles
import Foundation
import LedgerStore
import SettlementCore
import Testing

@testable import SettlementRun

@Suite struct PostingsExportTests {
  /// The newest run of every day is what stands in `output/D`; all runs together are those files under one header.
  @Test(arguments: CaseFolder.names)
  func exportsWhatWasPublished(scenario: String) throws {
    let folder = try CaseFolder(scenario)
    try folder.settle()
    let configuration = try folder.configuration()
    var newest: [CalendarDay: String] = [:]
    var all: [String] = []
    do {
      let reading = try LedgerReading(configuration)
      for record in reading.state.runs { newest[record.day] = record.id }
      all = reading.state.runs.map(\.id)
    }
    var ofRun: [String: [UInt8]] = [:]
    for id in all { ofRun[id] = try export(folder, .run(id)) }
    for (day, id) in newest { #expect(ofRun[id] == (try folder.bytes("output/\(day)/postings.csv")), "\(scenario) \(id)") }
    let header = 1 + (ofRun[all[0]]!.firstIndex(of: 0x0A) ?? 0)
    let joined = all.enumerated().flatMap { place, id in place == 0 ? ofRun[id]! : Array(ofRun[id]!.dropFirst(header)) }
    #expect(try export(folder, .all) == joined)
    #expect(try export(folder, .days(newest.keys.min()!...newest.keys.max()!)) == joined)
  }

  private func export(_ folder: CaseFolder, _ selection: PostingsExport.Selection) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try PostingsExport(try folder.configuration(), selection).write { bytes += $0 }
    return bytes
  }

  @Test func theFileIsWholeOrNotThere() throws {
    let folder = try CaseFolder("worked-example")
    try folder.settle()
    let day = folder.days[0].day
    let target = "\(folder.path)/postings.csv"
    try folder.write("old", to: "postings.csv")
    do { try PostingsExport(try folder.configuration(), .days(day...day)).write(to: target) }
    #expect(try folder.bytes("postings.csv") == folder.bytes("output/\(day)/postings.csv"))
    #expect(!folder.exists("postings.csv.partial"))
    do {
      let export = try PostingsExport(try folder.configuration(), .all)
      #expect(throws: FileFailure.self) { try export.write(to: "\(folder.path)/store") }
      #expect(throws: FileFailure.self) { try export.write(to: "\(folder.path)/nowhere/postings.csv") }
    }
    #expect(!folder.exists("store.partial") && folder.exists("store"))
  }

  @Test func daysWithoutARunAreRefused() throws {
    let folder = try CaseFolder("worked-example")
    try folder.settle()
    let far = CalendarDay("2030-01-01")!
    #expect(throws: NothingSelected.self) { try PostingsExport(try folder.configuration(), .days(far...far)) }
    #expect(throws: NothingSelected.self) { try PostingsExport(try folder.configuration(), .run("2026-03-01-1")) }
  }
}
