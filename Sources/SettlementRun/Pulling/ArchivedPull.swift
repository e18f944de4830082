import DurableFiles
import Feeds
import RuleFiles
import SettlementCore

/// One day's inputs from the archive, as its pulls left them there: no source is asked.
struct ArchivedPull {
  private let configuration: Configuration
  private let day: CalendarDay
  private let pulls: [PullRecord]
  private let zone: BusinessZone
  private let keeping: InputKeeping

  /// `zone` is that of the store's times. Throws ``ArchiveFailure`` when the catalogue is damaged.
  init(_ configuration: Configuration, _ day: CalendarDay, _ zone: BusinessZone, _ keeping: InputKeeping) throws(ArchiveFailure) {
    (self.configuration, self.day, self.zone, self.keeping) = (configuration, day, zone, keeping)
    pulls = try keeping.archive.pulls(of: day.description)
  }

  /// `marks` are the ledger's: how far earlier runs read the store. Throws ``ArchiveFailure`` when the catalogue is damaged.
  func pull(_ wants: [StatementWant], _ marks: [String: String]) throws -> DayPull {
    var store: [StoreFeed: SourceInput] = [:]
    var after: [String: String] = [:]
    for feed in configuration.store.feeds {
      let history = history(InputKey(source: feed.rawValue, day: day))
      let chain = history.since(marks[feed.mark])
      store[feed] = rows(of: feed, chain, history, marks[feed.mark])
      after[feed.mark] = chain.last { $0.watermarkAfter != nil }?.watermarkAfter
    }
    let statements = try wants.map { want in
      var later: [PullRecord] = []
      for number in day.number..<max(day.number, want.pulledThrough?.number ?? .min) {
        later += try keeping.archive.pulls(of: CalendarDay(number: number + 1).description)
      }
      return (want.key, statement(PulledHistory(want.key, in: pulls, andOfLaterDays: later)))
    }
    return DayPull(
      day, store: configuration.store.inputs(store), isStoreWhole: configuration.store.isWhole, marks: after,
      statements: Dictionary(uniqueKeysWithValues: statements), keeping: keeping)
  }

  private func history(_ key: InputKey) -> PulledHistory { PulledHistory(key, in: pulls) }

  private func statement(_ history: PulledHistory) -> SourceInput {
    guard let newest = history.newest else { return failing(absent(history)) }
    return SourceInput([newest], of: history.key, keeping)
  }

  private func rows(of feed: StoreFeed, _ chain: [PulledInput], _ history: PulledHistory, _ mark: String?) -> SourceInput {
    guard let first = chain.first else { return failing(absent(history)) }
    if let begin = first.watermarkBefore, begin != mark, isGap(from: mark, to: begin, feed) { return failing(gap(feed, begin)) }
    return SourceInput(chain, of: history.key, keeping, isTable: configuration.store.hasTables)
  }

  /// True when rows behind `mark` came before the pull that began at `begin`.
  private func isGap(from mark: String?, to begin: String, _ feed: StoreFeed) -> Bool {
    guard let mark else { return true }
    return configuration.store.watermark(of: feed).map { WatermarkText.isBehind(mark, begin, $0, zone) } ?? false
  }

  // MARK: What is not there

  private func failing(_ failure: SourceFailure) -> SourceInput {
    SourceInput(name: failure.source, path: failure.file) { () throws(SourceFailure) in throw failure }
  }

  /// As the pull said it: what failed or waited then has failed or waits now.
  private func absent(_ history: PulledHistory) -> SourceFailure {
    let failed = history.failed
    let kind: SourceFailure.Kind =
      switch failed?.state {
      case .failed: .unreachable
      case .waiting: .waiting
      default: .missing
      }
    return failure(kind, history.key.source, expected: "an input that was pulled for \(history.key.day)", found: failed?.detail ?? "none")
  }

  private func gap(_ feed: StoreFeed, _ begin: String) -> SourceFailure {
    failure(
      .missing, feed.rawValue, expected: "a pull that begins where the ledger ends", found: "one that begins at \(begin)",
      advice: "run the days before from the archive first, or read from the sources (run without --from-archive, rerun with --refetch)")
  }

  private func failure(
    _ kind: SourceFailure.Kind, _ source: String, expected: String, found: String, advice: String? = nil
  ) -> SourceFailure {
    SourceFailure(
      kind: kind, source: source, file: "\(keeping.archive.folder)/pulls/\(day)", field: source, expected: expected, found: found,
      advice: advice ?? "run qingfen pull --date \(day), or read from the sources (run without --from-archive, rerun with --refetch)")
  }
}
