import Glibc

/// The kernel's lock that lets one run at a time work on a ledger (SPEC §9).
///
/// The lock is flock(2) on a file beside the ledger. It ends with the process, however that ends; the file stays, and its text says who holds
/// the lock. Keep the value for the whole run. On a network file system flock works between hosts only where the mount supports it.
public struct RunLock: ~Copyable, Sendable {
  private let descriptor: Descriptor

  /// Takes the lock at `path` (made with 0640) for business day `runDay`, a text such as "2026-03-01".
  ///
  /// Throws `.held` at once when another process has it (exit 11), `.file` when the lock file cannot be used (exit 13).
  public init(path: String, runDay: String) throws(RunLockRefusal) {
    let holder = LockHolder.thisProcess(runDay: runDay)
    let attempt: Attempt
    do throws(FileFailure) { attempt = try Self.take(path, holder) } catch { throw .file(error) }
    switch consume attempt {
    case .taken(let descriptor): self.descriptor = descriptor
    case .held(let text): throw .held(lock: path, holder: text)
    }
  }

  /// Ends the lock and empties its file. A value that just goes away ends the lock too and leaves its text behind.
  public consuming func release() {
    _ = ftruncate(descriptor.number, 0)  // for people only: its failure changes nothing
  }

  deinit {
    // Closing alone would leave the lock to a child that another thread has just forked and that has not reached its exec.
    _ = flock(descriptor.number, LOCK_UN)
  }

  /// As a lock's holder is named: "pid 4711 on settle-1".
  public static var thisProcess: String {
    let holder = LockHolder.thisProcess(runDay: "")
    return "pid \(holder.process) on \(holder.host)"
  }

  /// Who holds the lock at `path`, seen in the kernel's table of locks without touching the lock; nil: nobody.
  public static func holder(path: String) throws(FileFailure) -> String? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      let code = errno
      if code == ENOENT { return nil }
      throw FileFailure(operation: "look at", path: path, code: code)
    }
    let table = "/proc/locks"
    let lines = String(decoding: try Descriptor(open: table, O_RDONLY).readAll(table), as: UTF8.self).split(separator: "\n")
    let isHeld = lines.contains { line in
      let parts = line.split(separator: " ")
      return parts.count > 5 && parts[1] == "FLOCK" && parts[5].split(separator: ":").last == "\(status.st_ino)"
    }
    return isHeld ? try text(in: Descriptor(open: path, O_RDONLY), path) : nil
  }

  private enum Attempt: ~Copyable {
    case taken(Descriptor)
    case held(String)
  }

  private static func take(_ path: String, _ holder: LockHolder) throws(FileFailure) -> Attempt {
    while true {
      let descriptor = try Descriptor(open: path, O_RDWR | O_CREAT, mode: Rights.file, operation: "open the lock file")
      guard try lock(descriptor, path) else { return .held(try text(in: descriptor, path)) }
      guard try isStill(descriptor, at: path) else { continue }  // removed by hand between open and flock: lock the new file
      try descriptor.setMode(Rights.file, path)
      try attempt("empty", path, effect: .write) { ftruncate(descriptor.number, 0) }
      let line = Array((holder.text + "\n").utf8)
      try descriptor.write(line.span, path)
      return .taken(descriptor)
    }
  }

  /// False when another open file has the lock.
  private static func lock(_ descriptor: borrowing Descriptor, _ path: String) throws(FileFailure) -> Bool {
    while flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EWOULDBLOCK { return false }
      if code != EINTR { throw FileFailure(operation: "lock", path: path, code: code) }
    }
    return true
  }

  private static func isStill(_ descriptor: borrowing Descriptor, at path: String) throws(FileFailure) -> Bool {
    let number = descriptor.number
    var ours = stat()
    var named = stat()
    try attempt("look at", path) { unsafe fstat(number, &ours) }
    guard unsafe lstat(path, &named) == 0 else {
      let code = errno
      if code == ENOENT { return false }
      throw FileFailure(operation: "look at", path: path, code: code)
    }
    return ours.st_dev == named.st_dev && ours.st_ino == named.st_ino
  }

  private static func text(in descriptor: borrowing Descriptor, _ path: String) throws(FileFailure) -> String {
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = try descriptor.read(into: &buffer, path)
    let line = buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }
    return line.isEmpty ? "a process that has not written its name yet" : Path.printable(String(decoding: line, as: UTF8.self))
  }
}

/// Why the run lock was not taken.
public enum RunLockRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// Another process has it; `holder` is the text that process left (exit 11).
  case held(lock: String, holder: String)
  /// The lock file could not be used (exit 13).
  case file(FileFailure)

  public var description: String {
    switch self {
    case .held(let lock, let holder):
      "another run holds the lock \(lock): held by \(holder); wait until it has ended, or stop it, and start again"
    case .file(let failure): failure.description
    }
  }
}
