import Glibc

/// A new file written from start to end, with its length and SHA-256 counted along the way.
///
/// Bytes are gathered to 1 MiB before they go to the kernel. The file is 0640 whatever the umask (SPEC §10). A value that goes away without
/// `finish` leaves an incomplete file, so write into a `StagedFolder`.
public struct OutputFile: ~Copyable, Sendable {
  /// Where the file stands.
  public let path: String
  private let descriptor: Descriptor
  private var buffer: [UInt8]
  private var hash = RunningHash()

  private static let capacity = 1 << 20

  /// Makes the file at `path`. Throws EEXIST when anything has that name, ENOENT when its folder is missing.
  public init(path: String) throws(FileFailure) {
    let descriptor = try Descriptor(open: path, O_WRONLY | O_CREAT | O_EXCL, mode: Rights.file, operation: "create")
    try descriptor.setMode(Rights.file, path)
    self.path = path
    self.descriptor = descriptor
    buffer = []
    buffer.reserveCapacity(Self.capacity)
  }

  /// Bytes appended so far.
  public var byteCount: Int64 { hash.bytes + Int64(buffer.count) }

  /// Appends `bytes`. Throws what writing throws (ENOSPC, EIO); the file is then of no use.
  public mutating func append(_ bytes: [UInt8]) throws(FileFailure) { try append(bytes.span) }

  /// Appends the UTF-8 of `text`.
  public mutating func append(_ text: String) throws(FileFailure) {
    let bytes = Array(text.utf8)
    try append(bytes.span)
  }

  /// Appends `bytes`. Throws what writing throws (ENOSPC, EIO); the file is then of no use.
  public mutating func append(_ bytes: Span<UInt8>) throws(FileFailure) {
    if buffer.count + bytes.count > Self.capacity { try flush() }
    if bytes.count >= Self.capacity {
      try write(bytes)
    } else {
      unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }
  }

  /// Writes the rest, makes the content durable and closes. The folder's entry is made durable by publishing the folder.
  public consuming func finish() throws(FileFailure) -> FileDigest {
    try flush()
    try descriptor.sync(path)
    let digest = hash.finish()
    try descriptor.close(path)
    return digest
  }

  private mutating func flush() throws(FileFailure) {
    if buffer.isEmpty { return }
    var full: [UInt8] = []
    swap(&full, &buffer)
    try write(full.span)
    full.removeAll(keepingCapacity: true)
    buffer = full
  }

  private mutating func write(_ bytes: Span<UInt8>) throws(FileFailure) {
    try descriptor.write(bytes, path)
    hash.update(bytes)
  }
}
