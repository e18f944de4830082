import Glibc

/// One object read from start to end: unpacked, counted, capped, and compared with its digest at the end.
struct ObjectReading: ~Copyable {
  private let name: ObjectName
  private let descriptor: Descriptor
  private var decompressor: Decompressor
  private var hash = RunningHash()
  private var packed = [UInt8](repeating: 0, count: 1 << 17)
  private var packedRange = 0..<0
  private var packedHash = RunningHash()
  /// ``next()`` read the first `filled` bytes of it.
  private(set) var piece = [UInt8](repeating: 0, count: 1 << 20)
  private(set) var filled = 0
  /// The last step had no room for all it had: the decompressor still holds bytes.
  private var isOverfull = false
  private var isAtEnd = false
  private let isLengthKnown: Bool

  private init(_ name: ObjectName, _ descriptor: consuming Descriptor, _ decompressor: consuming Decompressor, _ isLengthKnown: Bool) {
    self.isLengthKnown = isLengthKnown
    self.name = name
    self.descriptor = descriptor
    self.decompressor = decompressor
  }

  static func start(of digest: FileDigest, in archive: Archive, isLengthKnown: Bool = true) throws(ArchiveFailure) -> ObjectReading {
    let name = try readingArchive { () throws(FileFailure) in try ObjectName(of: digest, in: archive) }
    do throws(FileFailure) {
      return ObjectReading(name, try Descriptor(open: name.path, O_RDONLY), try Decompressor.make(for: name.path), isLengthKnown)
    } catch {
      throw error.code == ENOENT ? damaged(name, "nothing") : .file(error)
    }
  }

  /// Reads the next piece; false when all was read and is what was stored.
  mutating func next() throws(ArchiveFailure) -> Bool {
    filled = 0
    while !isAtEnd, filled < piece.count { try unpack() }
    if hash.bytes + Int64(filled) > name.digest.bytes { throw Self.damaged(name, "more than \(name.digest.bytes) bytes") }
    hash.update(piece, 0..<filled)
    if filled > 0 { return true }
    let found = hash.finish()
    if isLengthKnown ? found != name.digest : found.sha256 != name.digest.sha256 { throw Self.damaged(name, Self.words(for: found)) }
    return false
  }

  /// One step of unpacking into the buffer; reads from the file when nothing packed is left.
  private mutating func unpack() throws(ArchiveFailure) {
    if packedRange.isEmpty, !isOverfull {
      let count = try fill()
      if count == 0 { throw Self.damaged(name, "a file that is cut") }
    }
    switch decompressor.step(packed, packedRange, into: &piece, from: filled) {
    case .failure(let words): throw Self.damaged(name, "no readable zstd frame (\(words.text))")
    case .success(let step):
      take(step.taken)
      filled += step.given
      isOverfull = filled == piece.count
      if step.isEnd {
        isAtEnd = true
        try checkSeal()
      }
    }
  }

  private mutating func take(_ count: Int) {
    let next = packedRange.lowerBound + count
    packedHash.update(packed, packedRange.lowerBound..<next)
    packedRange = next..<packedRange.upperBound
  }

  private mutating func checkSeal() throws(ArchiveFailure) {
    let expected = ObjectSeal.bytes(behind: packedHash)
    var seal: [UInt8] = []
    while seal.count <= expected.count {
      if packedRange.isEmpty, try fill() == 0 { break }
      seal += packed[packedRange]
      packedRange = 0..<0
    }
    if seal.count < expected.count { throw Self.damaged(name, "a file that is cut") }
    if seal.count > expected.count { throw Self.damaged(name, "bytes behind its end") }
    if seal != expected { throw Self.damaged(name, "packed bytes that were changed") }
  }

  private mutating func fill() throws(ArchiveFailure) -> Int {
    let count: Int
    do throws(FileFailure) { count = try descriptor.read(into: &packed, name.path) } catch { throw .file(error) }
    packedRange = 0..<count
    return count
  }

  private static func damaged(_ name: ObjectName, _ found: String) -> ArchiveFailure {
    .damaged(path: name.path, expected: words(for: name.digest), found: found)
  }

  private static func words(for digest: FileDigest) -> String {
    "\(digest.bytes == .max ? "" : "\(digest.bytes) ")bytes of SHA-256 \(digest.sha256)"
  }
}
