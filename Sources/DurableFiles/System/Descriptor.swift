import Faults
import Glibc

/// An open file descriptor, owned: closed when the value ends, never inherited by a child process.
///
/// Paths are passed to the methods for the error's wording only.
struct Descriptor: ~Copyable, Sendable {
  let number: Int32

  /// Opens `path`; a symbolic link as its last part is refused (ELOOP, or ENOTDIR for folders) unless `following`.
  init(
    open path: String, _ flags: Int32, mode: mode_t = 0, operation: String = "open", following: Bool = false
  ) throws(FileFailure) {
    let flags = flags | O_CLOEXEC | (following ? 0 : O_NOFOLLOW)
    number = try attempt(operation, path, effect: flags & O_CREAT == 0 ? nil : .create) { unsafe Glibc.open(path, flags, mode) }
  }

  /// Opens a folder, to set its rights or to make its entries durable.
  init(folder path: String) throws(FileFailure) {
    try self.init(open: path, O_RDONLY | O_DIRECTORY)
  }

  deinit { _ = Glibc.close(number) }

  /// Closes and reports what the kernel could not store until now.
  consuming func close(_ path: String) throws(FileFailure) {
    let number = number
    discard self
    // Linux frees the descriptor even when close is interrupted: a second call could close another thread's file.
    guard Glibc.close(number) != 0 else { return }
    let code = errno
    if code != EINTR { throw FileFailure(operation: "close", path: path, code: code) }
  }

  /// Sets the rights to exactly `mode`, whatever the umask.
  func setMode(_ mode: mode_t, _ path: String) throws(FileFailure) {
    try attempt("set the rights of", path) { fchmod(number, mode) }
  }

  /// Returns when content and metadata are on the disk. A failed fsync is never tried again: the kernel has dropped the pages.
  func sync(_ path: String) throws(FileFailure) {
    try begin(.fsync, FileFailure.sync, path)
    guard fsync(number) != 0 else { return }
    throw FileFailure(operation: FileFailure.sync, path: path, code: errno)
  }

  /// The size in bytes; throws EINVAL for anything but a regular file.
  func size(_ path: String) throws(FileFailure) -> Int64 {
    var status = stat()
    try attempt("look at", path) { unsafe fstat(number, &status) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileFailure(operation: "read", path: path, code: EINVAL, remedy: "a regular file must stand there; move it away")
    }
    return Int64(status.st_size)
  }

  /// Writes all `bytes` at the current position.
  func write(_ bytes: Span<UInt8>, _ path: String) throws(FileFailure) {
    do throws(InjectedFault) { try Effect.at(.write, path) } catch { throw Self.unwritten(error.code, bytes.count, path) }
    var done = 0
    while done < bytes.count {
      let rest = bytes.extracting(done...)
      let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress!, $0.count) }
      if written >= 0 {
        done += written
        continue
      }
      let code = errno
      if code == EINTR { continue }
      throw Self.unwritten(code, rest.count, path)
    }
  }

  private static func unwritten(_ code: Int32, _ count: Int, _ path: String) -> FileFailure {
    let remedy = code == ENOSPC ? "free at least \(count) bytes on that disk and start again" : nil
    return FileFailure(operation: "write", path: path, code: code, remedy: remedy)
  }

  /// Fills `buffer` from its start as far as one call does; returns the number of bytes, 0 at the end of the file.
  func read(into buffer: inout [UInt8], _ path: String) throws(FileFailure) -> Int {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(number, $0.baseAddress!, $0.count) }
      if count >= 0 { return count }
      let code = errno
      if code != EINTR { throw FileFailure(operation: "read", path: path, code: code) }
    }
  }

  /// Everything from the current position to the end; for small files.
  func readAll(_ path: String) throws(FileFailure) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try read(into: &buffer, path)
      if count == 0 { return all }
      all += buffer[..<count]
    }
  }
}
