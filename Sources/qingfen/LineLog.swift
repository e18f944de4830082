import ArgumentParser
import Foundation
import Logging

/// How lines on stderr are written.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// The option of the commands that a schedule starts.
struct LogOptions: ParsableArguments {
  @Option(help: "How progress and messages on stderr are written: text, or json: one object per line.")
  var logFormat = LogFormat.text
}

/// Writes each event as a line to stderr: its text, or a JSON object with the keys `time` (UTC), `level`, `message` and the metadata's.
struct LineLog: LogHandler {
  let format: LogFormat
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { write(Self.line(event, metadata, format, at: Date())) }

  private func write(_ line: String) { StandardStreams.tell(line + "\n") }

  static func line(_ event: LogEvent, _ metadata: Logger.Metadata, _ format: LogFormat, at time: Date) -> String {
    if format == .text { return "\(event.message)" }
    var fields = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
    fields["time"] = time.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
    fields["level"] = event.level.rawValue
    fields["message"] = "\(event.message)"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings are always encoded.
    return (try? encoder.encode(fields)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
