import Foundation

/// How far another machine's clock is ahead of ours.
struct ClockReading: Sendable {
  let peer: String
  let leadSeconds: Int64

  /// `serverTime` in seconds since 1970, told just now.
  init(_ peer: String, serverTime: Int64) {
    self.init(peer, leadSeconds: serverTime - Int64(Date().timeIntervalSince1970.rounded()))
  }

  init(_ peer: String, leadSeconds: Int64) { (self.peer, self.leadSeconds) = (peer, leadSeconds) }
}

/// This machine's clock beside those of the sources that told theirs.
enum ClockCheck {
  static let doubtful: Int64 = 60
  static let wrong: Int64 = 600

  static func findings(_ readings: [ClockReading]) -> [DoctorFinding] {
    if readings.isEmpty { return [.ok("clock", "no source tells its own to compare with")] }
    return readings.map(finding)
  }

  private static func finding(_ reading: ClockReading) -> DoctorFinding {
    let size = reading.leadSeconds.magnitude
    if size < doubtful { return .ok("clock", "within a minute of that of \(reading.peer)") }
    let found = "\(reading.peer) is \(size) s \(reading.leadSeconds > 0 ? "ahead of" : "behind") this machine"
    let advice = "set this machine's clock (timedatectl), or tell the owner of the other"
    return size < wrong ? .warning("clock", found, advice) : .problem(.configuration, "clock", found, advice)
  }
}
