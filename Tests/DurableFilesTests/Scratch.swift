import Glibc

@testable import DurableFiles

/// A folder of its own for one test, removed with it.
final class Scratch: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/durable-files-XXXXXX".utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { unsafe mkdtemp($0.baseAddress!) != nil }
    guard made else { throw FileFailure(operation: "create", path: "/tmp/durable-files-XXXXXX", code: errno) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { try? FolderTree.remove(path) }

  /// A path in the folder.
  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }
}

/// Writes `text` as a new file at `path`.
func write(_ text: String, to path: String) throws {
  var file = try OutputFile(path: path)
  try file.append(text)
  _ = try file.finish()
}

/// The whole content of the file at `path`.
func content(of path: String) throws -> String { String(decoding: try bytes(of: path), as: UTF8.self) }

func bytes(of path: String) throws -> [UInt8] {
  let descriptor = try Descriptor(open: path, O_RDONLY)
  var all: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = try descriptor.read(into: &buffer, path)
    if count == 0 { return all }
    all += buffer[..<count]
  }
}

/// The rights of what stands at `path`, in octal: "640".
func rights(of path: String) -> String {
  var status = stat()
  return unsafe lstat(path, &status) == 0 ? String(status.st_mode & 0o7777, radix: 8) : "absent"
}

/// The failure `work` ends with, in words; "no failure" when it succeeds.
func failure(of work: () throws -> Void) -> String {
  do {
    try work()
    return "no failure"
  } catch { return "\(error)" }
}

/// A second process, started like any child: descriptors without O_CLOEXEC would be inherited.
struct Child: ~Copyable {
  let process: pid_t

  init(_ program: String, _ arguments: String...) throws {
    var process: pid_t = 0
    var texts: [UnsafeMutablePointer<CChar>?] = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe texts.forEach { unsafe free($0) } }
    let code = unsafe posix_spawn(&process, program, nil, nil, &texts, environ)
    guard code == 0 else { throw FileFailure(operation: "start", path: program, code: code) }
    self.process = process
  }

  /// Waits for the end; the exit code, or 128 + the signal.
  func exitCode() -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  func kill() { _ = Glibc.kill(process, SIGKILL) }
}
