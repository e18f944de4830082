import Glibc

/// An object on its way into the archive: compressed while it is written, named when it is whole.
struct PackedFile: ~Copyable, Sendable {
  private var file: TemporaryFile
  private var compressor: Compressor
  private let expectedBytes: Int64?
  private var bytes: Int64 = 0
  private var packed = RunningHash()

  init(in archive: Archive, expectedBytes: Int64?) throws(FileFailure) {
    let file = try TemporaryFile(in: archive.incoming)
    let compressor = try Compressor.make(for: file.path)
    self.file = file
    self.compressor = compressor
    self.expectedBytes = expectedBytes
  }

  mutating func append(_ piece: Span<UInt8>) throws(FileFailure) {
    bytes += Int64(piece.count)
    try compress(piece, ending: false)
  }

  mutating func restart() throws(FileFailure) {
    try compressor.restart(file.path)
    try file.empty()
    bytes = 0
    packed = RunningHash()
  }

  mutating func publish(as name: ObjectName) throws(FileFailure) {
    try compress([UInt8]().span, ending: true)
    try write(ObjectSeal.bytes(behind: packed), first: ObjectSeal.count)
    try FolderTree.make(name.folder)
    do { try file.publish(as: name.path) } catch { throw sayingNeed(error) }
    try name.makeEntryDurable()
  }

  private mutating func compress(_ piece: Span<UInt8>, ending: Bool) throws(FileFailure) {
    var rest = piece
    while true {
      let step = try compressor.step(&rest, ending: ending, file.path)
      try write(compressor.output, first: compressor.filled)
      if step == .done { return }
    }
  }

  private mutating func write(_ output: [UInt8], first count: Int) throws(FileFailure) {
    do { try file.append(output.span.extracting(first: count)) } catch { throw sayingNeed(error) }
    packed.update(output, 0..<count)
  }

  /// A full disk, with the space this object may still take.
  private func sayingNeed(_ failure: FileFailure) -> FileFailure {
    guard failure.code == ENOSPC else { return failure }
    let need = ObjectName.largest(of: max(bytes, expectedBytes ?? 0)) - packed.bytes
    return FileFailure(
      operation: failure.operation, path: failure.path, code: ENOSPC,
      remedy: "free \(max(need, 1)) bytes on that disk, the most this may still take, and start again")
  }
}
