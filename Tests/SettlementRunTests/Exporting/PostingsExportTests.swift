import DurableFiles
import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

@Suite struct PostingsExportTests {
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
