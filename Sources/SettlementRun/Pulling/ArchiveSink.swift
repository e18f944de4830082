import DurableFiles
import Feeds
import SettlementCore
import Synchronization

/// Takes one remote input into the archive as it comes: hashed, its card codes replaced, compressed, never whole in memory.
final class ArchiveSink: Sendable {
  private struct State: ~Copyable {
    var writer: ObjectWriter
    var came = RunningHash()
    var filter: CardCodes.Filter
    var filtered: [UInt8] = []

    mutating func take(_ piece: Span<UInt8>) throws(FileFailure) {
      came.update(piece)
      filtered.removeAll(keepingCapacity: true)
      filter.take(piece, into: &filtered)
      try writer.append(filtered)
    }

    consuming func finish() throws(FileFailure) -> (came: FileDigest, stored: FileDigest) {
      filtered.removeAll(keepingCapacity: true)
      filter.finish(into: &filtered)
      try writer.append(filtered)
      return (came.finish(), try writer.finish())
    }
  }
  private let state: Mutex<State?>
  private let keeping: InputKeeping
  /// As it is before the first byte.
  private let filter: CardCodes.Filter

  init(_ keeping: InputKeeping, _ filter: CardCodes.Filter) throws(FileFailure) {
    (self.keeping, self.filter) = (keeping, filter)
    state = Mutex(State(writer: try keeping.archive.writer(), filter: filter))
  }

  var sink: InputSink {
    InputSink(restart: { [self] in try restart() }, write: { [self] piece in try write(piece) })
  }

  private func restart() throws {
    try state.withLock { state in
      try state!.writer.restart()
      state!.came = RunningHash()
      state!.filter = filter
    }
  }

  private func write(_ piece: Span<UInt8>) throws { try state.withLock { try $0!.take(piece) } }

  /// Ends the object of an input that has come, notes it, and gives it to be read; an input that failed leaves nothing.
  func input(_ key: InputKey, _ result: Result<PulledSource, SourceFailure>, before: String? = nil) throws -> SourceInput {
    switch result {
    case .failure(let failure):
      state.withLock { $0 = nil }
      keeping.note(failure, covering: key.day)
      return SourceInput(name: key.source, path: failure.file) { () throws(SourceFailure) in throw failure }
    case .success(let pulled):
      let (came, stored) = try finish()
      var input = PulledInput(
        source: key.source, name: pulled.path, covers: key.day.description, state: pulled.isEmpty ? .empty : .read, fetchedAt: InputKeeping.now)
      input.pulled = came
      if stored != came { input.stored = stored }
      input.completeness = pulled.completeness
      (input.watermarkBefore, input.watermarkAfter) = (before, pulled.watermark)
      keeping.note(input)
      return SourceInput([input], of: key, keeping)
    }
  }

  private func finish() throws -> (came: FileDigest, stored: FileDigest) {
    try state.withLock { try $0.take()!.finish() }
  }
}
