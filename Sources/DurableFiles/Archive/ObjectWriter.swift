/// One object of an ``Archive`` written from start to end: hashed and compressed while its bytes come, durable and named when they are whole.
///
/// A value that goes away without `finish` leaves nothing behind. One thread at a time uses it; it may be made on any.
public struct ObjectWriter: ~Copyable, Sendable {
  private let archive: Archive
  private var packed: PackedFile
  private var hash = RunningHash()

  init(archive: Archive, expectedBytes: Int64?) throws(FileFailure) {
    self.archive = archive
    packed = try PackedFile(in: archive, expectedBytes: expectedBytes)
  }

  /// Bytes appended since the start or the last ``restart()``.
  public var byteCount: Int64 { hash.bytes }

  /// Appends `bytes`. Throws what writing throws (ENOSPC, EIO); the writer is then of no use.
  public mutating func append(_ bytes: Span<UInt8>) throws(FileFailure) {
    hash.update(bytes)
    try packed.append(bytes)
  }

  /// Appends `bytes`; see ``append(_:)-(Span<UInt8>)``.
  public mutating func append(_ bytes: [UInt8]) throws(FileFailure) { try append(bytes.span) }

  /// Throws away what was appended: the transfer starts anew.
  public mutating func restart() throws(FileFailure) {
    try packed.restart()
    hash = RunningHash()
  }

  /// As ``finish()`` when what was appended is what was expected; else nothing is stored, and the digest says what it was.
  public consuming func finish(expecting expected: FileDigest) throws(FileFailure) -> FileDigest {
    let found = hash.finish()
    return found == expected ? try finish() : found
  }

  /// Returns the digest of what was appended when it is durable under its name; what was stored before is not stored twice.
  public consuming func finish() throws(FileFailure) -> FileDigest {
    let digest = hash.finish()
    let name = try ObjectName(of: digest, in: archive)
    if try name.isTaken() {
      try name.makeEntryDurable()
    } else {
      try packed.publish(as: name)
    }
    return digest
  }
}
