import Foundation

/// A run's figures in the text format of Prometheus, for the textfile collector of its node exporter.
struct MetricsText {
  private var lines: [String] = []

  static func text(_ ending: RunEnding) -> String {
    var text = MetricsText()
    text.add("qingfen_exit_code", "Exit code of the newest run; 2 is open discrepancies, 3 a missing source.", [("", Int64(ending.code))])
    text.add("qingfen_end_timestamp_seconds", "When it ended.", [("", Int64(ending.ended.timeIntervalSince1970))])
    text.add("qingfen_duration_seconds", "How long it took, whole seconds.", [("", Int64(ending.ended.timeIntervalSince(ending.began)))])
    text.add(
      "qingfen_problems", "Sources that failed and other remarks.", [("", ending.results.reduce(0) { $0 + Int64($1.problems.count) })])
    guard let newest = ending.newest else { return text.lines.joined(separator: "\n") + "\n" }
    text.add(
      "qingfen_business_day_timestamp_seconds", "The newest business day that is posted, as midnight UTC of its date.",
      [("", Int64(newest.day.number) * 86_400)])
    if let figures = newest.summary {
      text.add(
        "qingfen_records", "Records that the newest day brought.",
        [("{feed=\"orders\"}", figures.orders), ("{feed=\"redemptions\"}", figures.redemptions), ("{feed=\"refunds\"}", figures.refunds)])
      text.add("qingfen_posting_groups", "Posting groups of the newest day.", [("", figures.groups)])
      text.add("qingfen_waiting_records", "Records that wait for their order or a unit.", [("", figures.waiting)])
      text.add("qingfen_rejected_rows", "Rows of the newest day that could not be read.", [("", figures.rejected)])
      text.add(
        "qingfen_discrepancies", "Discrepancies after the newest day.",
        figures.discrepancies.map { ("{kind=\"\($0.kind)\",state=\"\($0.state)\"}", $0.count) })
    }
    return text.lines.joined(separator: "\n") + "\n"
  }

  /// One metric with its samples: labels in braces, or nothing, and the value.
  private mutating func add(_ name: String, _ help: String, _ samples: [(labels: String, value: Int64)]) {
    if samples.isEmpty { return }
    lines += ["# HELP \(name) \(help)", "# TYPE \(name) gauge"]
    lines += samples.map { "\(name)\($0.labels) \($0.value)" }
  }
}
