import DurableFiles
import Feeds
import SettlementCore
import Synchronization

/// Takes one remote input into the archive as it comes: hashed, its card codes replaced, compressed, beside whoever reads it from its source;
/// whole in memory only where it is to be parsed at once, or checked before any of it is kept.
final class ArchiveSink: Sendable {
  private struct State: ~Copyable {
    var writer: ObjectWriter
    /// Nil once nothing is replaced: what comes is then what is stored.
    var came: RunningHash? = RunningHash()
    var filter: CardCodes.Filter
    var filtered: [UInt8] = []
    /// Of an input that must be checked: everything that came.
    var held: [UInt8]?
    /// Nil: its reader gets it from the archive.
    var whole: [UInt8]?

    mutating func take(_ piece: [UInt8]) throws(FileFailure) {
      held?.append(contentsOf: piece)
      if held == nil { try pass(piece) }
    }

    private mutating func pass(_ piece: [UInt8]) throws(FileFailure) {
      if filter.isPassing {
        came = nil
        return try keep(piece)
      }
      came?.update(piece.span)
      filtered.removeAll(keepingCapacity: true)
      filter.take(piece.span, into: &filtered)
      try keep(filtered)
    }

    private mutating func keep(_ piece: [UInt8]) throws(FileFailure) {
      try writer.append(piece)
      whole?.append(contentsOf: piece)
    }

    /// Throws ``SourceFailure`` when nothing of it may be kept.
    consuming func finish(
      _ codes: CardCodes, file: String, source: String
    ) throws -> (came: FileDigest, stored: FileDigest, whole: [UInt8]?) {
      if let held {
        try codes.check(held, file: file, source: source)
        try pass(held)
      }
      filtered.removeAll(keepingCapacity: true)
      filter.finish(into: &filtered)
      try keep(filtered)
      let (came, whole) = (came?.finish(), whole)
      let stored = try writer.finish()
      return (came ?? stored, stored, whole)
    }
  }
  private let state: Mutex<State?>
  private let keeping: InputKeeping
  private let codes: CardCodes
  private let source: String
  private let queue = PieceQueue()

  /// `source` is the feed or the partner. `keepsWhole`: the store's feeds are parsed as soon as they are there; of many large statements
  /// none stays in memory.
  init(_ keeping: InputKeeping, _ codes: CardCodes, of source: String, keepsWhole: Bool = false) throws(FileFailure) {
    (self.keeping, self.codes, self.source) = (keeping, codes, source)
    var whole: [UInt8]? = keepsWhole ? [] : nil
    whole?.reserveCapacity(Self.room)
    state = Mutex(
      State(writer: try keeping.archive.writer(), filter: codes.filter(of: source), held: codes.mustBeChecked ? [] : nil, whole: whole))
  }

  /// Address space for a large feed: what is not filled costs no memory, and what is filled is not moved as it grows.
  private static let room = 1 << 28

  var sink: InputSink {
    InputSink(restart: { [self] in try restart() }, write: { [self] piece in try write(piece) })
  }

  private func restart() throws {
    try queue.finish()
    try state.withLock { state in
      try state!.writer.restart()
      state!.came = RunningHash()
      state!.filter = codes.filter(of: source)
      state!.held?.removeAll(keepingCapacity: true)
      state!.whole?.removeAll(keepingCapacity: true)
    }
  }

  private func write(_ piece: Span<UInt8>) throws {
    try queue.add(piece) { [self] piece in try state.withLock { try $0!.take(piece) } }
  }

  /// Waits for what was brought so far: whoever gives the pull up leaves nothing behind that still works.
  func settle() { try? queue.finish() }

  /// Ends the object of an input that has come, notes it, and gives it to be read; an input that failed leaves nothing.
  func input(_ key: InputKey, _ result: Result<PulledSource, SourceFailure>, before: String? = nil) throws -> SourceInput {
    switch result {
    case .failure(let failure):
      settle()
      state.withLock { $0 = nil }
      return failed(failure, key)
    case .success(let pulled):
      let (came, stored, whole): (FileDigest, FileDigest, [UInt8]?)
      do { (came, stored, whole) = try finish(pulled.path) } catch let failure as SourceFailure { return failed(failure, key) }
      var input = PulledInput(
        source: key.source, name: pulled.path, covers: key.day.description, state: pulled.isEmpty ? .empty : .read,
        fetchedAt: InputKeeping.now)
      input.pulled = came
      if stored != came { input.stored = stored }
      input.completeness = pulled.completeness
      (input.watermarkBefore, input.watermarkAfter) = (before, pulled.watermark)
      keeping.note(input)
      return SourceInput([input], of: key, keeping, whole: whole)
    }
  }

  private func failed(_ failure: SourceFailure, _ key: InputKey) -> SourceInput {
    keeping.note(failure, covering: key.day)
    return SourceInput(name: key.source, path: failure.file) { () throws(SourceFailure) in throw failure }
  }

  private func finish(_ file: String) throws -> (came: FileDigest, stored: FileDigest, whole: [UInt8]?) {
    try queue.finish()
    return try state.withLock { try $0.take()!.finish(codes, file: file, source: source) }
  }
}
