import Foundation
import Glibc
import Synchronization

/// A server of `Tests/Peers` whose sessions tests may kill in the middle of a transfer.
///
/// One test at a time holds it: it does not know whose session it kills.
final class Victim: Sendable {
  private let pid: Int32
  private let lock: Int32

  init(_ name: String) throws {
    pid = Int32(try Peers.fact("\(name).pid"))!
    lock = unsafe open("\(Peers.folder)/\(name).lock", O_CREAT | O_RDWR, 0o600)
    precondition(lock >= 0 && flock(lock, LOCK_EX) == 0)
  }

  deinit { close(lock) }

  /// For a sink: kills the sessions once, when `bytes` have arrived, after `change`.
  func killOnce(at bytes: Int, _ change: @escaping @Sendable () throws -> Void = {}) -> @Sendable (Int) throws -> Void {
    let isDone = Atomic(false)
    return { count in
      guard count >= bytes, !isDone.exchange(true, ordering: .relaxed) else { return }
      try change()
      // `timeout` started the server, which started one process a session; that may have started another.
      for server in Self.children(of: self.pid) {
        for session in Self.children(of: server) {
          for inner in Self.children(of: session) { kill(inner, SIGKILL) }
          kill(session, SIGKILL)
        }
      }
    }
  }

  private static func children(of parent: Int32) -> [Int32] {
    let list = (try? String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)) ?? ""
    return list.split(separator: " ").compactMap { Int32($0) }
  }
}

/// An FTP server that knows no TLS and remembers what it was told.
final class PlainFTP: Sendable {
  let port: UInt16
  private let listener: Int32
  private let lines = Mutex("")

  var heard: String { lines.withLock { $0 } }

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = unsafe inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let status = unsafe withUnsafeMutablePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(listener, address, length) + listen(listener, 8) + getsockname(listener, address, &length)
      }
    }
    precondition(status == 0)
    port = UInt16(bigEndian: address.sin_port)
    Thread { [self] in serve() }.start()
  }

  private func serve() {
    let session = accept(listener, nil, nil)
    answer(session, "220 hello\r\n")
    var buffer = [UInt8](repeating: 0, count: 1000)
    while true {
      let count = unsafe recv(session, &buffer, buffer.count, 0)
      if count <= 0 { break }
      lines.withLock { $0 += String(decoding: buffer.prefix(count), as: UTF8.self) }
      answer(session, "502 unknown\r\n")
    }
    close(session)
    close(listener)
  }

  private func answer(_ session: Int32, _ text: String) {
    let sent = unsafe send(session, text, text.utf8.count, Int32(MSG_NOSIGNAL))
    precondition(sent == text.utf8.count || sent < 0)
  }
}
