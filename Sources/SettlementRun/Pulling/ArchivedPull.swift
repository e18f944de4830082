import DurableFiles
import Feeds
import RuleFiles
import SettlementCore

/// One day's inputs from the archive, as its pulls left them there: no source is asked.
struct ArchivedPull {
  private let configuration: Configuration
  private let day: CalendarDay
  private let archive: Archive
  private let keeping: InputKeeping

  init(_ configuration: Configuration, _ day: CalendarDay, _ archive: Archive, _ keeping: InputKeeping) {
    (self.configuration, self.day, self.archive, self.keeping) = (configuration, day, archive, keeping)
  }

  func pull(_ wants: [StatementWant]) throws -> DayPull {
    let usable = PullRecord.newestUsable(of: try archive.pulls(of: day.description))
    // The newest of a source counts, should its name have changed.
    let inputs = Dictionary(usable.map { ("\($0.source) \($0.covers)", $0) }, uniquingKeysWith: { $1 })
    func input(_ key: InputKey) -> SourceInput {
      if let input = inputs["\(key.source) \(key.day)"] { return SourceInput(input, in: archive) }
      return SourceInput(name: key.source, path: "archive of \(key.day)") { () throws(SourceFailure) in throw missing(key) }
    }
    var store: [StoreFeed: SourceInput] = [:]
    var marks: [String: String] = [:]
    for feed in configuration.store.feeds {
      let key = InputKey(source: feed.rawValue, day: day)
      store[feed] = input(key)
      marks[feed.mark] = inputs["\(key.source) \(key.day)"]?.watermarkAfter
    }
    let statements = Dictionary(uniqueKeysWithValues: wants.map { ($0.key, input($0.key)) })
    return DayPull(
      day, store: configuration.store.inputs(store), isStoreWhole: configuration.store.isWhole,
      marks: marks, statements: statements, keeping: keeping)
  }

  private func missing(_ key: InputKey) -> SourceFailure {
    SourceFailure(
      kind: .missing, source: key.source, file: "\(archive.folder)/pulls/\(day)", field: "archive", expected: "an input that was pulled for \(key.day)",
      found: "none", advice: "run qingfen pull --date \(day), or run without --from-archive")
  }
}
