import DurableFiles
import Feeds
import RuleFiles
import SettlementCore

/// One day's inputs from their sources: what is remote is fetched into the archive, what is local is read in its place.
struct SourcePull: Sendable {
  private let configuration: Configuration
  private let day: CalendarDay
  private let zone: BusinessZone
  private let maker: RequestMaker
  private let keeping: InputKeeping

  init(_ configuration: Configuration, _ day: CalendarDay, _ zone: BusinessZone, _ maker: RequestMaker, _ keeping: InputKeeping) {
    (self.configuration, self.day, self.zone, self.maker, self.keeping) = (configuration, day, zone, maker, keeping)
  }

  private enum Part: Sendable {
    case store(StoreInputs, marks: [String: String])
    case statements([InputKey: SourceInput])
  }

  /// The store and the statements side by side.
  func pull(_ wants: [StatementWant], _ marks: [String: String]) throws -> DayPull {
    let parts = try inParallel(2) { place in
      if place == 1 { return Part.statements(try statements(wants)) }
      let (inputs, marks) = try store(marks)
      return .store(inputs, marks: marks)
    }
    guard case .store(let inputs, let marks) = parts[0], case .statements(let statements) = parts[1] else { preconditionFailure() }
    return DayPull(
      day, store: inputs, isStoreWhole: configuration.store.isWhole, marks: marks, statements: statements, keeping: keeping)
  }

  // MARK: Statements

  private func statements(_ wants: [StatementWant]) throws -> [InputKey: SourceInput] {
    var inputs: [InputKey: SourceInput] = [:]
    for want in wants where want.profile.source.isLocal { inputs[want.key] = local(want) }
    let remote = wants.filter { !$0.profile.source.isLocal }
    if remote.isEmpty { return inputs }
    let sinks = try remote.map { try ArchiveSink(keeping, keeping.codes.ofStatement($0.profile), of: $0.partner) }
    let fetches = remote.map { StatementFetch(partner: $0.partner, statement: $0.profile.source, day: $0.day) }
    let results = try RemoteStatements(maker, atOnce: configuration.transfers.atOnce).fetch(Array(zip(fetches, sinks.map(\.sink))))
    for (place, want) in remote.enumerated() { inputs[want.key] = try sinks[place].input(want.key, results[place]) }
    return inputs
  }

  private func local(_ want: StatementWant) -> SourceInput {
    let prepare = keeping.local(want.day, keeping.codes.ofStatement(want.profile))
    return StatementLocation(url: want.profile.url, root: configuration.folder)
      .input(day: want.day, source: want.partner, prepare: prepare).noting { keeping.note($0, covering: want.day) }
  }

  // MARK: The store

  private func store(_ marks: [String: String]) throws -> (StoreInputs, [String: String]) {
    switch configuration.store {
    case .folder(let store): return (folder(store), [:])
    case .postgres, .http: return try remote(marks)
    }
  }

  private func folder(_ store: FolderStore) -> StoreInputs {
    // As the configuration names it, so that a manifest is the same from wherever the command was called.
    let prefix = configuration.folder.hasSuffix("/") ? configuration.folder : configuration.folder + "/"
    let isInside = store.path.hasPrefix(prefix)
    let folder = StoreFolder(
      pattern: isInside ? String(store.path.dropFirst(prefix.count)) : store.path, root: isInside ? configuration.folder : "")
    return folder.inputs(day: day, prepare: keeping.local(day, keeping.codes)) { keeping.note($0, covering: day) }
  }

  /// All feeds or none: when one fails, each fails for its reason or for that one's.
  private func remote(_ marks: [String: String]) throws -> (StoreInputs, [String: String]) {
    let feeds = configuration.store.feeds
    var sinks: [StoreFeed: ArchiveSink] = [:]
    defer { for sink in sinks.values { sink.settle() } }
    for feed in feeds { sinks[feed] = try ArchiveSink(keeping, codes(of: feed), of: feed.rawValue, keepsWhole: true) }
    let known = Dictionary(uniqueKeysWithValues: feeds.compactMap { feed in marks[feed.mark].map { (feed, $0) } })
    let results = try RemoteStore(configuration.store, maker).pull(day: day, zone: zone, marks: known) { sinks[$0]!.sink }
    var inputs: [StoreFeed: SourceInput] = [:]
    var after: [String: String] = [:]
    for feed in feeds {
      inputs[feed] = try sinks[feed]!.input(InputKey(source: feed.rawValue, day: day), results[feed]!, before: marks[feed.mark])
      if case .success(let pulled) = results[feed]!, let mark = pulled.watermark { after[feed.mark] = mark }
    }
    return (configuration.store.inputs(inputs), after)
  }

  /// A database's rows come as CSV, an interface's as its pages.
  private func codes(of feed: StoreFeed) -> CardCodes {
    guard case .http(let store) = configuration.store, let list = store.lists.first(where: { $0.feed == feed }) else {
      return keeping.codes
    }
    return keeping.codes.ofPages(list)
  }
}
