import DurableFiles
import Foundation

@testable import SettlementRun

/// All that a shop's commands have left that must not depend on what happened meanwhile, thing by thing.
struct Footprint: Equatable {
  private var things: [String: String] = [:]

  /// Every published file, every row of the ledger, every object of the archive, and of every input what the newest pull knows of it.
  ///
  /// `rows`: of a ledger that is not a file of the shop.
  init(_ workplace: Workplace, rows: [String]? = nil) throws {
    for (path, digest) in try workplace.published() where !path.hasPrefix("ledger.") { things["file \(path)"] = digest }
    let isInFile = FileManager.default.fileExists(atPath: workplace.output.appendingPathComponent("ledger.sqlite").path)
    for (place, row) in try (rows ?? (isInFile ? workplace.ledgerRows() : [])).enumerated() { things["row \(place)"] = row }
    let archive = Archive(reading: workplace.folder.appendingPathComponent("archive").path)
    for object in try archive.storedObjects() { things["object \(object)"] = object }
    for day in try archive.pullDays() {
      for input in PullRecord.newestUsable(of: try archive.pulls(of: day)) {
        if let stored = input.stored ?? input.pulled { try archive.verify(stored) }
        let digests = [input.pulled, input.stored].map { $0?.sha256 ?? "-" }.joined(separator: " ")
        things["input \(day) \(input.source) \(input.name) \(input.covers)"] = "\(input.state) \(digests)"
      }
    }
  }

  /// What of `expected` is not there any more, and what is there otherwise or beside it.
  func difference(from expected: Footprint) -> (lost: [String], wrong: [String]) {
    let lost = expected.things.keys.filter { things[$0] == nil }.sorted()
    let wrong = things.filter { expected.things[$0.key] != $0.value }.keys.sorted()
    return (lost, wrong)
  }
}
