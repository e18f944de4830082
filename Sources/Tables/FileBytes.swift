import Glibc

/// Reads whole files into memory.
public enum FileBytes {
  /// A file that could not be read.
  public struct ReadError: Error, Equatable, Sendable, CustomStringConvertible {
    public let path: String
    /// True when nothing has this path: the source did not deliver, as opposed to delivering something unreadable.
    public let doesNotExist: Bool
    /// The system's words, or what the path is instead of a regular file.
    public let reason: String

    public var description: String { "\(path): expected a readable regular file, found: \(reason)" }
  }

  /// Returns every byte of the regular file at `path` (symbolic links are followed).
  ///
  /// Throws ``ReadError`` when nothing is there, when it is not a regular file (a pipe or a device is never waited for),
  /// or when reading fails. A file that grows or shrinks meanwhile is read to the end it has when reached.
  public static func read(path: String) throws(ReadError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw systemError(path) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw systemError(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ReadError(path: path, doesNotExist: false, reason: kind(of: status.st_mode))
    }
    // One byte more than expected: a file that did not grow meanwhile is read in one piece.
    var bytes = try readPiece(of: descriptor, atMost: Int(status.st_size) + 1, path: path)
    var full = bytes.count > Int(status.st_size)
    while full {
      let piece = try readPiece(of: descriptor, atMost: growth, path: path)
      bytes.append(contentsOf: piece)
      full = piece.count == growth
    }
    return bytes
  }

  private static let growth = 1 << 20

  /// Reads until `limit` bytes are there or the file ends.
  private static func readPiece(of descriptor: Int32, atMost limit: Int, path: String) throws(ReadError) -> [UInt8] {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      while count < limit {
        let got = unsafe Glibc.read(descriptor, buffer.baseAddress! + count, limit - count)
        if got < 0 && errno == EINTR { continue }
        failed = got < 0
        if got <= 0 { return }
        count += got
      }
    }
    if failed { throw systemError(path) }
    return bytes
  }

  private static func systemError(_ path: String) -> ReadError {
    let code = errno
    let words = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return ReadError(path: path, doesNotExist: code == ENOENT || code == ENOTDIR, reason: words)
  }

  static func kind(of mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a directory"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }
}
