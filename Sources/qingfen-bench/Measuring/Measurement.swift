/// One line of the bench's output.
struct Measurement {
  let stage: String
  let rows: Int
  let seconds: Double
  let rowsPerSecond: Int
  let peakMemoryBytes: Int

  init(_ stage: String, rows: Int, seconds: Double, peak: Int) {
    self.stage = stage
    self.rows = rows
    self.seconds = (seconds * 1000).rounded() / 1000
    rowsPerSecond = seconds > 0 ? Int(Double(rows) / seconds) : 0
    peakMemoryBytes = peak
  }

  /// `{"stage":"read","rows":…,"seconds":…,"rows_per_second":…,"peak_memory_bytes":…}`
  var json: String {
    "{\"stage\":\"\(stage)\",\"rows\":\(rows),\"seconds\":\(seconds),\"rows_per_second\":\(rowsPerSecond),\"peak_memory_bytes\":\(peakMemoryBytes)}"
  }
}
