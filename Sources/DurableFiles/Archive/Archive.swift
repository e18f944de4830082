import Glibc

/// The raw inputs of all runs, each stored once under the SHA-256 of its bytes, and the catalogue of what was pulled when.
///
/// `objects/ab/cdef….zst` holds the bytes whose SHA-256 is `abcdef…`, as one zstd frame and an ``ObjectSeal``; `pulls/<day>/0001.json` says
/// what a pull found. What has a final name is whole and durable: it was written in `incoming`, made durable and renamed, and then its folder was
/// made durable. Nothing is ever changed or removed. A value is only names, so threads may share it and store at the same time.
public struct Archive: Sendable {
  /// The folder as given.
  public let folder: String

  var incoming: String { Path.join(folder, "incoming") }
  var objects: String { Path.join(folder, "objects") }
  var pulls: String { Path.join(folder, "pulls") }

  /// Opens the archive to store into it: its folders are made, and what a killed run left half written is removed.
  ///
  /// One process at a time stores into an archive: hold the `RunLock`.
  public init(folder: String) throws(FileFailure) {
    self.init(reading: folder)
    for path in [incoming, objects, pulls] { try FolderTree.ensure(path) }
    try TemporaryFile.removeAll(in: incoming)
  }

  /// Opens the archive to read only: nothing is made or removed, so a run may be storing into it.
  public init(reading folder: String) { self.folder = folder }

  /// Stores `bytes` and returns their digest when they are durable. Bytes that are stored already are not written again.
  ///
  /// Throws what writing throws; on a full disk the failure says how much space is needed at most.
  public func store(_ bytes: [UInt8]) throws(FileFailure) -> FileDigest { try store(bytes.span) }

  /// Stores `bytes`; see ``store(_:)-([UInt8])``.
  public func store(_ bytes: Span<UInt8>) throws(FileFailure) -> FileDigest {
    var hash = RunningHash()
    hash.update(bytes)
    let digest = hash.finish()
    let name = try ObjectName(of: digest, in: self)
    if try name.isTaken() {
      try name.makeEntryDurable()
    } else {
      var packed = try PackedFile(in: self, expectedBytes: digest.bytes)
      try packed.append(bytes)
      try packed.publish(as: name)
    }
    return digest
  }

  /// Starts an object whose bytes come in pieces; `expectedBytes`, when known, is only for the message of a full disk.
  public func writer(expectedBytes: Int64? = nil) throws(FileFailure) -> ObjectWriter {
    try ObjectWriter(archive: self, expectedBytes: expectedBytes)
  }

  /// The SHA-256 of every stored object, sorted: for `verify`, which reads those that the catalogue names.
  public func storedObjects() throws(FileFailure) -> [String] {
    guard try FolderTree.kind(of: objects) == .folder else { return [] }
    var found: [String] = []
    for start in try FolderTree.names(in: objects) {
      guard try FolderTree.kind(of: Path.join(objects, start)) == .folder else { continue }
      for name in try FolderTree.names(in: Path.join(objects, start)) where name.hasSuffix(ObjectName.suffix) {
        let sha256 = start + name.dropLast(ObjectName.suffix.count)
        if start.count == 2, isSHA256(sha256) { found.append(sha256) }
      }
    }
    return found
  }
}
