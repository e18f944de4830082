import DurableFiles
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// Compares what was published and issued with what the ledger says of it.
struct PublishedFilesCheck {
  private let configuration: Configuration
  private let progress: (String) -> Void
  private(set) var count = 0
  private(set) var warnings: [String] = []

  init(_ configuration: Configuration, _ progress: @escaping (String) -> Void) {
    (self.configuration, self.progress) = (configuration, progress)
  }

  /// Throws the first `IntegrityFault`, and `FileFailure`.
  consuming func check(_ runs: [RunRecord], _ ledger: any Ledger, _ journal: JournalReport) throws -> PublishedFilesCheck {
    for (place, run) in runs.enumerated() where place + 1 == runs.count || runs[place + 1].day != run.day {
      progress("files of \(run.day)")
      try check(run, runs, ledger, journal, isNewest: place + 1 == runs.count)
    }
    let days = Set(runs.map(\.day.description))
    for name in try FolderTree.folders(in: configuration.output) where CalendarDay(name) != nil && !days.contains(name) {
      warnings.append("\(configuration.output)/\(name): a day that has no run")
    }
    progress("issued statements")
    try check(ledger.closedPeriods())
    return self
  }

  /// A run from before the journal has no entry of its own: what its folder says is compared with its stored manifest.
  private mutating func check(
    _ run: RunRecord, _ runs: [RunRecord], _ ledger: any Ledger, _ journal: JournalReport, isNewest: Bool
  ) throws {
    let folder = PublishedDay.folder(of: run.day, configuration)
    let path = "\(folder)/\(PublishedDay.manifest)"
    let recorded = journal.publication(ofRun: run.number)
    if recorded == nil, isNewest {
      throw IntegrityFault(
        place: "\(configuration.ledger.name): the journal", expected: "that the files of run \(run.id) were published",
        found: "no such entry",
        advice: "the run was cut off: run any day, which finishes it first")
    }
    if let recorded, let fault = try IntegrityFault.ofFile(path, sha256: recorded, IntegrityFault.runAgain) { throw fault }
    let head = journal.entries.first { $0.run == run.number && $0.kind == JournalEntry.Kind.run.rawValue }?.head
    let discrepancies = try ledger.discrepancies(asOf: run.number).map(\.discrepancy)
    let summary = try RunSummary.told(run, discrepancies, runs, head: head)
    guard let day = PublishedDay(folder), day.publishes(summary) else {
      throw IntegrityFault(
        place: path, expected: "the manifest of run \(run.id)", found: "another, or none", advice: IntegrityFault.runAgain)
    }
    if let fault = try day.fault() { throw fault }
    let known = Set(day.paths + [PublishedDay.manifest])
    for file in try FolderTree.files(below: folder) where !known.contains(file) {
      warnings.append("\(folder)/\(file): published by no run")
    }
    count += known.count
  }

  private mutating func check(_ closed: [ClosedPeriod]) throws {
    let files = IssuedFiles(configuration)
    let issued = closed.flatMap(files.digests)
    for (path, sha256) in issued {
      let advice = "move it away and run any command, which makes it again, or put it back from a copy"
      if let fault = try IntegrityFault.ofFile(path, sha256: sha256, advice) { throw fault }
    }
    count += issued.count
    let known = Set(issued.map(\.path))
    for file in try FolderTree.files(below: files.folder).map({ "\(files.folder)/\($0)" }) where !known.contains(file) {
      warnings.append("\(file): no statement of the ledger")
    }
  }
}
