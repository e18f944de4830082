import DurableFiles
import Feeds
import LedgerStore
import Reports
import SettlementCore

/// Reads the archive of inputs: every stored object is what its name says, and what each run read is there.
///
/// The newest pull of a day that found nothing but what an earlier one had found may be missing: no run needs it.
struct ArchiveCheck {
  private let archive: Archive
  private let progress: (String) -> Void
  private(set) var objects = 0
  private(set) var warnings: [String] = []

  init(_ folder: String, _ progress: @escaping (String) -> Void) {
    archive = Archive(reading: folder)
    self.progress = progress
  }

  /// `sealed` is the newest run from before the journal: what those read may be older than the archive.
  ///
  /// Throws the first `IntegrityFault` or `ArchiveFailure`, and `FileFailure`.
  consuming func check(_ runs: [RunRecord], sealed: Int32) throws -> ArchiveCheck {
    let days = try archive.pullDays()
    var pulled: [String: [PulledInput]] = [:]
    for day in days {
      progress("pulls of \(day)")
      pulled[day] = try archive.pulls(of: day).flatMap(\.inputs)
    }
    for run in runs where run.number > sealed || days.contains(run.day.description) { try check(run, pulled) }
    let objects = pulled.values.joined().compactMap(\.object)
    try checkObjects(Dictionary(objects.map { ($0.sha256, $0.bytes) }) { one, _ in one })
    warnings += try archive.strangers().map { "\($0): nothing that a pull stored" }
    return self
  }

  /// What the run's manifest says it read was pulled on its day; of an earlier day that it has read again, on that day or later.
  private func check(_ run: RunRecord, _ pulled: [String: [PulledInput]]) throws {
    let summary = try StoredSummary.decode(run.summary).summary
    let first = summary.inputsOf ?? run.day.description
    let days = pulled.keys.filter { summary.inputsOf == nil ? $0 == first : $0 >= first }
    for source in summary.sources where !source.sha256.isEmpty {
      let inputs = days.lazy.flatMap { pulled[$0]! }.filter { $0.source == source.name }
      // What was read by watermark is several pulls one after the other.
      if inputs.contains(where: { $0.pulled?.sha256 == source.sha256 || $0.watermarkAfter != nil || $0.watermarkBefore != nil }) {
        continue
      }
      throw IntegrityFault(
        place: "\(archive.folder)/pulls/\(first)",
        expected: "a pull of \(source.name) \(source.file), SHA-256 \(source.sha256), which run "
          + "\(run.id) read", found: "none", advice: "put the catalogue back from a copy of the archive")
    }
  }

  private mutating func checkObjects(_ sizes: [String: Int64]) throws {
    let stored = try archive.storedObjects()
    for (place, sha256) in stored.enumerated() {
      if place % 64 == 0 { progress("archived file \(place + 1) of \(stored.count)") }
      if let bytes = sizes[sha256] {
        try archive.verify(FileDigest(bytes: bytes, sha256: sha256))
      } else {
        try archive.verify(sha256: sha256)
        warnings.append("\(archive.folder): object \(sha256) is named by no pull")
      }
    }
    let there = Set(stored)
    for (sha256, bytes) in sizes.sorted(by: { $0.key < $1.key }) where !there.contains(sha256) {
      try archive.verify(FileDigest(bytes: bytes, sha256: sha256))
    }
    objects = stored.count
  }
}
