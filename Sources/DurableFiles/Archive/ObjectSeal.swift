/// The end of every object: the SHA-256 of the packed bytes before it, in a zstd frame that other programs skip.
///
/// zstd's own checksum is of the content: some bits of a frame may change without changing what it unpacks to. With the seal every byte counts.
enum ObjectSeal {
  /// Magic number of a skippable frame, and its length as 32 bits.
  private static let head: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 64, 0, 0, 0]

  static let count = head.count + 64

  static func bytes(behind packed: RunningHash) -> [UInt8] { head + packed.finish().sha256.utf8 }
}
