import DurableFiles
import Feeds
import SettlementCore
import Synchronization

extension SourceInput {
  /// An input that is in the archive; of several pulls their rows one after the other, and the newest names it.
  ///
  /// `isTable`: CSV, of whose header rows one stays. `whole`: the bytes, while they are still at hand. An object that is not what was stored
  /// ends the run: `keeping` is told.
  init(_ pulls: [PulledInput], of key: InputKey, _ keeping: InputKeeping, isTable: Bool = true, whole: consuming [UInt8]? = nil) {
    let name = pulls.last!.name
    let atHand = AtHand(whole)
    self.init(name: key.source, path: name) { () throws(SourceFailure) in
      var bytes = atHand.take() ?? []
      for pull in pulls where bytes.isEmpty || pulls.count > 1 {
        let later = try keeping.bytes(of: pull)
        if bytes.isEmpty { bytes = later } else { bytes += isTable ? try Self.rows(of: later, like: bytes, key, name) : later[...] }
      }
      let came = pulls.map { $0.pulled! }
      let sha256 = came.count == 1 ? came[0].sha256 : Digest.sha256(of: Array(came.map(\.sha256).joined(separator: "\n").utf8))
      return SourceBytes(
        bytes: bytes, count: Int(came.reduce(0) { $0 + $1.bytes }), sha256: sha256, completeness: pulls.last!.completeness,
        isNothing: pulls.allSatisfy { $0.state == .empty })
    }
  }

  /// What stands behind the header row, which must be that of the pulls before.
  private static func rows(
    of later: [UInt8], like bytes: [UInt8], _ key: InputKey, _ name: String
  ) throws(SourceFailure) -> ArraySlice<UInt8> {
    if let end = later.firstIndex(of: 0x0A), bytes.starts(with: later[...end]) { return later[(end + 1)...] }
    throw SourceFailure(
      kind: .malformed, source: key.source, file: name, field: "header", expected: "the same columns in every pull of \(key.day)",
      found: "others",
      advice: "the query was changed between two pulls: read from the sources (run without --from-archive, rerun with --refetch)")
  }
}

/// Bytes that whoever asks first gets, so that nobody holds them longer.
private final class AtHand: Sendable {
  private let bytes: Mutex<[UInt8]?>

  init(_ bytes: consuming [UInt8]?) { self.bytes = Mutex(bytes) }

  func take() -> [UInt8]? {
    bytes.withLock { bytes in
      let taken = bytes
      bytes = nil
      return taken
    }
  }
}

extension InputKeeping {
  /// The bytes of an input that was pulled, verified; damage is noted.
  fileprivate func bytes(of input: PulledInput) throws(SourceFailure) -> [UInt8] {
    if input.state == .empty { return [] }
    do throws(ArchiveFailure) {
      return try archive.read(input.object!)
    } catch {
      note(damage: error)
      throw SourceFailure(
        kind: .unreadable, source: input.source, file: input.name, field: "archive", expected: "the bytes that were pulled",
        found: "\(error)", advice: "restore the archive, or read from the sources (run without --from-archive, rerun with --refetch)")
    }
  }
}
