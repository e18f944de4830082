import DurableFiles
import Feeds
import Foundation
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// Writes everything that a run publishes into `output/D`, visible whole or not at all (SPEC §9).
struct Publishing {
  let configuration: Configuration
  let state: LedgerState
  let rules: RunRules
  let zone: BusinessZone
  let ledger: any Ledger
  let stage: (Stage) throws -> Void

  /// Publishes a run that the ledger holds, and notes it in the ledger's journal; `posted` when it has just been made, else it is told again
  /// from its facts.
  func publish(_ record: RunRecord, _ posted: PostedRun?) throws {
    let discrepancies = try ledger.discrepancies(asOf: record.number).map(\.discrepancy)
    let summary = try RunSummary.told(record, discrepancies, state.runs, head: try ledger.head(ofRun: record.number))
    let recorded = try ledger.publication(ofRun: record.number)
    let folder = PublishedDay.folder(of: record.day, configuration)
    if posted == nil, let there = PublishedDay(folder), there.publishes(summary), recorded ?? there.sha256 == there.sha256,
      try there.fault() == nil
    {
      return try note(there.sha256, record, recorded)
    }
    let posted = try posted ?? RunReplay.posted(record, state, rules, zone, ledger)
    try FolderTree.ensure(configuration.output)
    let staged = try StagedFolder(target: folder)
    do {
      let sha256 = try write(posted, record, summary, discrepancies, staged)
      try staged.publish()
      try note(sha256, record, recorded)
    } catch {
      try? staged.discard()
      throw error
    }
  }

  /// From here on the run is finished.
  private func note(_ sha256: String, _ record: RunRecord, _ recorded: String?) throws {
    if sha256 != recorded { try ledger.record(publication: sha256, ofRun: record.number) }
  }

  /// Returns the SHA-256 of `run.json`.
  private func write(
    _ posted: PostedRun, _ record: RunRecord, _ summary: RunSummary, _ discrepancies: [Discrepancy], _ staged: StagedFolder
  ) throws -> String {
    var summary = summary
    try stage(.drafting)
    summary.outputs.append(try store(DiscrepanciesFile.csv(discrepancies, day: record.day), as: "discrepancies.csv", staged))
    summary.outputs.append(try store(RejectsFile.csv(rejects(record)), as: "rejects.csv", staged))
    let reissued = try ledger.reissuedLines(run: record.number)
    if !reissued.isEmpty { summary.outputs.append(try store(ReissuedFile.csv(reissued), as: "reissued.csv", staged)) }
    let drafts = try drafts(posted, record, discrepancies)
    let platform = try PlatformBook(record: record, runs: state.runs, rules: rules, zone: zone).statement(
      ledger, discrepancies, drafts: drafts, closed: try ledger.closedPeriods(), language: configuration.language)
    try stage(.files)
    summary.outputs += try writeFiles(posted, record, drafts, platform, discrepancies, staged)
    summary.outputs.append(try store(RunPage.html(summary, language: configuration.language), as: "run.html", staged))
    summary.outputs.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return try store(summary.json, as: PublishedDay.manifest, staged).sha256
  }

  private func store(_ bytes: [UInt8], as name: String, _ staged: StagedFolder) throws -> RunSummary.Output {
    var file = try staged.file(name)
    try file.append(bytes)
    let digest = try file.finish()
    return .init(path: name, bytes: digest.bytes, sha256: digest.sha256)
  }

  private func rejects(_ record: RunRecord) throws -> [RejectedRow] {
    try ledger.rejects(run: record.number).map {
      RejectedRow(source: $0.source, file: $0.file, line: Int($0.line), field: $0.field, expected: $0.expected, found: $0.found)
    }
  }

  // MARK: Postings and workbooks

  /// A file by its path in the folder of the day, and what writes it.
  private struct LargeFile: Sendable {
    let path: String
    let write: @Sendable (_ place: String, _ temporary: String) throws -> FileDigest

    init(_ path: String, _ write: @escaping @Sendable (_ place: String, _ temporary: String) throws -> FileDigest) {
      (self.path, self.write) = (path, write)
    }

    static func workbook(_ path: String, _ write: @escaping @Sendable (_ place: String, _ temporary: String) throws -> Void) -> Self {
      Self(path) {
        try write($0, $1)
        return try Digest.sha256(ofFile: $0)
      }
    }
  }

  /// Writes the large files side by side: the postings, and a workbook per draft, for the discrepancies and for the platform.
  private func writeFiles(
    _ posted: PostedRun, _ record: RunRecord, _ drafts: [PartnerStatement], _ platform: PlatformStatement, _ discrepancies: [Discrepancy],
    _ staged: StagedFolder
  ) throws -> [RunSummary.Output] {
    let titles = Dictionary(uniqueKeysWithValues: rules.book.partners.map { ($0.partner, $0.title) })
    let (language, day, run) = (configuration.language, record.day, record.id)
    // Largest first, so that the two threads end together.
    let files =
      [
        LargeFile("postings.csv") { place, _ in
          var file = try OutputFile(path: place)
          _ = try GroupWalk(posted: posted).write(to: &file)
          return try file.finish()
        }
      ]
      + drafts.sorted { $0.lines.count > $1.lines.count }.map { draft in
        .workbook("statements/\(draft.partner.partner)/\(draft.fileName)") {
          try StatementWorkbook.write(draft, to: $0, temporaryFolder: $1)
        }
      } + [
        .workbook("discrepancies.xlsx") {
          try DiscrepancyWorkbook.write(
            discrepancies, day: day, run: run, titles: titles, language: language, to: $0, temporaryFolder: $1)
        }, .workbook(platform.path) { try PlatformWorkbook.write(platform, to: $0, temporaryFolder: $1) },
      ]
    let places = try files.map { try staged.path(of: $0.path) }
    let temporary = "\(staged.staging)-tmp"
    try FolderTree.ensure(temporary)
    defer { try? FinalFile.discard(folder: temporary) }
    return try inParallel(files.count) { place in
      let digest = try files[place].write(places[place], temporary)
      return .init(path: files[place].path, bytes: digest.bytes, sha256: digest.sha256)
    }
  }

  /// The drafts that a run publishes. Throws `BrokenLaw` when the ledger and what was closed before disagree.
  func drafts(_ posted: PostedRun, _ record: RunRecord, _ discrepancies: [Discrepancy]) throws -> [PartnerStatement] {
    let closed = try ledger.closedPeriods()
    let earlier = closed.filter { $0.run < record.number }
    let periods = PartnerPeriods(rules, closed: earlier)
    let parties = Set(periods.partners.map(\.party)).union(closed.compactMap { rules.parties.number(of: $0.partner) })
    let movements = try ledger.movements(upTo: record.number, accounts: parties.map(Account.payable), days: nil)
    let isNewest = Int(record.number) == state.runs.count
    try StatementLaw.check(earlier, movements, isNewest ? try ledger.balances() : nil, rules.parties)
    var builder = StatementBuilder(
      StatementBuilder.drafts(after: record, movements, periods), after: record, head: try ledger.head(ofRun: record.number), movements,
      rules, zone)
    var runs: [RunRecord] = []
    for run in builder.runs where run < record.number {
      let earlier = state.runs[Int(run) - 1]
      try builder.add(try RunReplay.posted(earlier, state, rules, zone, ledger), run: run, as: Int32(runs.count))
      runs.append(earlier)
    }
    try builder.add(posted, run: record.number, as: Int32(runs.count))
    runs.append(record)
    return try builder.finished(discrepancies, runs: runs, state, ledger, language: configuration.language)
  }
}

extension RunSummary {
  /// The manifest that the ledger keeps, with what the ledger tells beside it. `discrepancies` are those as of the run, `runs` all.
  static func told(_ record: RunRecord, _ discrepancies: [Discrepancy], _ runs: [RunRecord], head: String?) throws -> RunSummary {
    var summary = try StoredSummary.decode(record.summary).summary
    summary.head = head
    summary.take(discrepancies)
    summary.trend = try RunSummary.TrendDay.all(upTo: record, runs)
    return summary
  }
}

/// What the ledger keeps of a run beside its facts: the manifest without outputs, and the fingerprint of everything it read.
struct StoredSummary: Codable {
  /// SHA-256 over store files, undated statements and rules: the same again is nothing new (SPEC §9).
  var fingerprint: String
  var summary: RunSummary

  func encoded() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  static func decode(_ text: String) throws -> StoredSummary { try JSONDecoder().decode(StoredSummary.self, from: Data(text.utf8)) }
}
