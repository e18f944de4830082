import Glibc

/// Who holds the run lock, for people: nothing is decided by this text.
struct LockHolder: Sendable {
  let process: Int32
  let host: String
  /// UTC, "2026-03-02T01:00:03Z".
  let since: String
  let runDay: String

  /// "pid 4711 on settle-1 since 2026-03-02T01:00:03Z for business day 2026-03-01".
  var text: String { "pid \(process) on \(host) since \(since) for business day \(runDay)" }

  static func thisProcess(runDay: String) -> LockHolder {
    LockHolder(process: getpid(), host: hostName(), since: utcText(of: time(nil)), runDay: runDay)
  }

  private static func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    let status = unsafe buffer.withUnsafeMutableBufferPointer { unsafe gethostname($0.baseAddress!, $0.count - 1) }
    return status == 0 ? String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "unknown host"
  }

  static func utcText(of instant: time_t) -> String {
    var instant = instant
    var parts = unsafe tm()
    guard unsafe gmtime_r(&instant, &parts) != nil else { return "unknown time" }
    func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = unsafe "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
    return unsafe "\(day)T\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))Z"
  }
}
