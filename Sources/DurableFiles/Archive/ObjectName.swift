import CZstd
import Glibc

/// Where the object of one digest stands, or will stand.
struct ObjectName: Sendable {
  let digest: FileDigest
  let objects: String
  let folder: String
  /// `objects/ab/cdef….zst`.
  let path: String

  static let suffix = ".zst"

  /// Throws EINVAL unless the SHA-256 is 64 lowercase hexadecimal digits: it becomes a path.
  init(of digest: FileDigest, in archive: Archive) throws(FileFailure) {
    guard isSHA256(digest.sha256), digest.bytes >= 0 else {
      throw FileFailure(
        operation: "use the SHA-256", path: Path.printable(digest.sha256), code: EINVAL,
        remedy: "it must be 64 lowercase hexadecimal digits; verify where it comes from")
    }
    self.digest = digest
    objects = archive.objects
    folder = Path.join(objects, String(digest.sha256.prefix(2)))
    path = Path.join(folder, digest.sha256.dropFirst(2) + Self.suffix)
  }

  /// True when an object of a size that zstd could give these bytes is there; one that is cut or swollen is written again.
  ///
  /// Its content is verified by whoever reads it. Throws ELOOP for a symbolic link.
  func isTaken() throws(FileFailure) -> Bool {
    guard try FolderTree.kind(of: path) != .absent else { return false }
    let size = try Descriptor(open: path, O_RDONLY).size(path)
    return (Self.smallest...Self.largest(of: digest.bytes)).contains(size)
  }

  /// Returns when the name is on the disk, with the folders above it.
  ///
  /// A name that was there already needs it too: who made it may have been killed right behind the rename.
  func makeEntryDurable() throws(FileFailure) {
    try Descriptor(folder: folder).sync(folder)
    try Descriptor(folder: objects).sync(objects)
  }

  /// Magic number, frame header, one block header, the checksum, and our seal.
  private static let smallest = Int64(4 + 2 + 3 + 4 + ObjectSeal.count)

  /// The most an object of `bytes` takes, by zstd's own bound.
  static func largest(of bytes: Int64) -> Int64 { Int64(clamping: ZSTD_compressBound(Int(clamping: bytes))) + Int64(ObjectSeal.count) }
}

/// True for 64 lowercase hexadecimal digits.
func isSHA256(_ text: String) -> Bool {
  text.utf8.count == 64
    && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
}
