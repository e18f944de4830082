import SettlementCore

/// What a pull tells its source about the run, as text.
public struct PullWords: Sendable {
  private let texts: [PullParameter: String]

  /// `watermark` as ``WatermarkText/begin(_:seen:source:zone:)`` gives it. The day begins at its midnight in `zone`
  /// and ends where the next one begins.
  public init(day: CalendarDay, zone: BusinessZone, watermark: String? = nil) {
    func start(_ day: CalendarDay) -> String { zone.text(of: zone.lastInstant(of: day.adding(days: -1)) + 1) }
    var texts: [PullParameter: String] = [.date: day.description, .dayStart: start(day), .dayEnd: start(day.adding(days: 1))]
    texts[.watermark] = watermark
    self.texts = texts
  }

  /// Nil only for a watermark that was not given.
  public subscript(parameter: PullParameter) -> String? { texts[parameter] }

  /// `path` with every word in braces replaced, as a part of a URL.
  func expand(_ path: String) -> String {
    texts.reduce(path) { path, word in path.replacing("{\(word.key.rawValue)}", with: URLText.encoded(word.value)) }
  }
}
