/// One line of the bench's output.
struct Measurement {
  let stage: String
  let rows: Int
  let seconds: Double
  let cpu: Double
  let peak: Int

  init(_ lap: StageClock.Lap, rows: Int) {
    stage = lap.name
    self.rows = rows
    seconds = lap.seconds
    cpu = lap.cpu
    peak = lap.peak
  }

  /// `{"stage":"read","rows":…,"seconds":…,"cpu_seconds":…,"rows_per_second":…,"peak_memory_bytes":…}`
  var json: String {
    let speed = seconds > 0 ? Int(Double(rows) / seconds) : 0
    return "{\"stage\":\"\(stage)\",\"rows\":\(rows),\"seconds\":\(Self.rounded(seconds)),\"cpu_seconds\":\(Self.rounded(cpu)),"
      + "\"rows_per_second\":\(speed),\"peak_memory_bytes\":\(peak)}"
  }

  private static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
}
