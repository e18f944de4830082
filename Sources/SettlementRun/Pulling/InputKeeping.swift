import DurableFiles
import Feeds
import Foundation
import SettlementCore
import Synchronization

/// What a pull has found, on its way into the archive and its catalogue.
///
/// Remote inputs are in the archive already when they are noted; local files are read by the run from where they are and stored beside it.
final class InputKeeping: Sendable {
  struct Found: Sendable {
    var input: PulledInput
    /// A local file that is still to be stored.
    var location: String?
    /// How its card codes are replaced on the way in; nil when it has none.
    var codes: CardCodes?
    var failure: SourceFailure?
  }
  let archive: Archive
  let codes: CardCodes
  private let found = Mutex<[Found]>([])
  private let damage = Mutex<ArchiveFailure?>(nil)

  init(archive: Archive, codes: CardCodes) {
    self.archive = archive
    self.codes = codes
  }

  /// In the order of their sources, names and days.
  var all: [Found] {
    found.withLock { $0 }.sorted { ($0.input.source, $0.input.name, $0.input.covers) < ($1.input.source, $1.input.name, $1.input.covers) }
  }

  func note(_ input: PulledInput, location: String? = nil, _ codes: CardCodes? = nil) {
    found.withLock { $0.append(Found(input: input, location: location, codes: codes)) }
  }

  /// Notes an input that did not come.
  func note(_ failure: SourceFailure, covering day: CalendarDay) {
    let state: PulledInput.State =
      switch failure.kind {
      case .missing: .missing
      case .waiting: .waiting
      default: .failed
      }
    let input = PulledInput(
      source: failure.source, name: failure.file, covers: day.description, state: state, detail: failure.description, fetchedAt: Self.now)
    found.withLock { $0.append(Found(input: input, failure: failure)) }
  }

  /// Notes an object that is not what was stored.
  func note(damage failure: ArchiveFailure) { damage.withLock { $0 = $0 ?? failure } }

  /// Throws what was noted: an archive that cannot be trusted ends a run.
  func throwIfDamaged() throws(ArchiveFailure) {
    if let failure = damage.withLock({ $0 }) { throw failure }
  }

  /// Microseconds since 1970: only the catalogue shows it.
  static var now: Int64 { Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()) }

  /// A local file that covers `day`, as it is read: hashed, its codes replaced or excluded, noted for the archive.
  func local(_ day: CalendarDay, _ codes: CardCodes) -> SourceInput.Preparation {
    { [self] (file: LocalFile, bytes: consuming [UInt8]) throws(SourceFailure) in
      try codes.check(bytes, file: file.path, source: file.name)
      let digest = FileDigest(bytes: Int64(bytes.count), sha256: Digest.sha256(of: bytes))
      var input = PulledInput(source: file.name, name: file.path, covers: day.description, state: .read, fetchedAt: Self.now)
      input.pulled = digest
      note(input, location: file.location, codes.passes(bytes, of: file.name) ? nil : codes)
      return SourceBytes(came: bytes, of: file.name, sha256: digest.sha256, codes: codes)
    }
  }

  /// Stores what is local and appends the pull to the catalogue, unless the newest pull of the day found the same.
  func keep(_ day: CalendarDay) throws {
    let inputs = try all.map { found in
      guard let location = found.location, let pulled = found.input.pulled else { return found.input }
      var input = found.input
      input.stored = try store(location, pulled, source: input.source, path: input.name, found.codes)
      return input
    }
    if inputs.isEmpty { return }
    if let newest = try archive.pulls(of: day.description).last, newest.inputs.elementsEqual(inputs, by: Self.isSame) { return }
    try archive.append(inputs, to: day.description)
  }

  private static func isSame(_ left: PulledInput, _ right: PulledInput) -> Bool {
    var left = left
    left.fetchedAt = right.fetchedAt
    return left == right
  }

  /// Returns the stored object when it is not the file itself. Throws when the file is not what was read.
  private func store(_ location: String, _ read: FileDigest, source: String, path: String, _ codes: CardCodes?) throws -> FileDigest? {
    if codes == nil, try archive.holds(read) { return nil }
    let replaced = try codes.map { try filtered(location, $0.filter(of: source)) }
    let (came, stored) = try replaced ?? (archive.store(fileAt: location, expecting: read), nil)
    guard came == read else {
      throw SourceFailure(
        kind: .incomplete, source: source, file: path, field: "file", expected: "the bytes that were read, SHA-256 \(read.sha256)",
        found: "SHA-256 \(came.sha256)", advice: "it changed during the run: deliver files by renaming them into place, and run again")
    }
    return stored == came ? nil : stored
  }

  /// A file with its codes replaced.
  private func filtered(_ location: String, _ filter: CardCodes.Filter) throws(FileFailure) -> (came: FileDigest, stored: FileDigest?) {
    var filter = filter
    return try archive.store(fileAt: location) { piece, output in
      if let piece { filter.take(piece, into: &output) } else { filter.finish(into: &output) }
    }
  }
}
