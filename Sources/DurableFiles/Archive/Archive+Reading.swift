import Glibc

extension Archive {
  /// The bytes of the object with `digest`, verified.
  ///
  /// Throws `.damaged` with the object's path when it is missing, is not what was stored, or holds more than `digest.bytes`: no more than
  /// those are ever unpacked.
  public func read(_ digest: FileDigest) throws(ArchiveFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(clamping: min(digest.bytes, 1 << 32)))
    do {
      try forEachPiece(of: digest) { piece in unsafe piece.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) } }
    } catch let failure as ArchiveFailure {
      throw failure
    } catch {
      preconditionFailure("appending to an array does not throw")
    }
    return bytes
  }

  /// Hands the bytes of the object with `digest` to `body`, in order, in pieces of at most 1 MiB.
  ///
  /// Whether they are what was stored is known only at the end: when this throws, what `body` was given is worth nothing. Throws what
  /// ``read(_:)`` throws, and what `body` throws.
  public func forEachPiece(of digest: FileDigest, _ body: (Span<UInt8>) throws -> Void) throws {
    var reading = try ObjectReading.start(of: digest, in: self)
    while try reading.next() { try body(reading.piece.span.extracting(first: reading.filled)) }
  }

  /// Reads the object with `digest` and throws when it is not what was stored.
  public func verify(_ digest: FileDigest) throws(ArchiveFailure) {
    var reading = try ObjectReading.start(of: digest, in: self)
    while try reading.next() {}
  }

  /// The same for an object of which only the SHA-256 is known, as of one that no pull names.
  public func verify(sha256: String) throws(ArchiveFailure) {
    var reading = try ObjectReading.start(of: FileDigest(bytes: .max, sha256: sha256), in: self, isLengthKnown: false)
    while try reading.next() {}
  }

  /// Everything in the archive's folders that is no object and no pull by its name.
  public func strangers() throws(FileFailure) -> [String] {
    func isObject(_ path: String) -> Bool {
      let name = path.prefix(2) + path.dropFirst(3).dropLast(ObjectName.suffix.count)
      return path.hasSuffix(ObjectName.suffix) && path.dropFirst(2).first == "/" && isSHA256(String(name))
    }
    var found: [String] = []
    for path in try FolderTree.files(below: objects) where !isObject(path) { found.append(Path.join(objects, path)) }
    for path in try FolderTree.files(below: pulls) {
      let parts = path.split(separator: "/").map(String.init)
      if parts.count != 2 || Self.pullNumber(parts[1]) == nil { found.append(Path.join(pulls, path)) }
    }
    return found
  }
}
