import PostgresClient
import SettlementCore

/// Pulls the store's feeds from its database: all of them from one snapshot, as CSV with the queries' columns.
public struct PostgresPull: Sendable {
  private let store: PostgresStore
  private let settings: PostgresSettings
  private let pauseSeconds: Int

  /// `pauseSeconds`: how long a pull that broke waits before its second try. Throws a ``SourceFailure`` when a secret is missing.
  public init(_ store: PostgresStore, secrets: RequestMaker.SecretFinder, pauseSeconds: Int = 10) throws(SourceFailure) {
    self.store = store
    self.pauseSeconds = pauseSeconds
    var settings = PostgresSettings(
      host: store.access.host, port: store.access.port, database: store.access.database, user: store.access.user)
    if let password = store.access.password { settings.password = Password(try secrets(password, "store")) }
    if let authorities = store.access.authorities { settings.authorities = authorities }
    settings.clientCertificate = store.access.certificate?.certificate
    settings.clientKey = store.access.certificate?.key
    settings.timeouts.statement = Int(store.access.timeouts.statement.components.seconds)
    settings.timeouts.lock = Int(store.access.timeouts.lock.components.seconds)
    settings.timeouts.idleInTransaction = Int(store.access.timeouts.idle.components.seconds)
    self.settings = settings
  }

  /// As messages and the manifest name a feed.
  public func path(_ feed: StoreFeed) -> String { "postgres:\(settings.place)/\(feed.rawValue)" }

  /// Pulls every query into the sink of its feed. Throws a ``SourceFailure``, and then no sink's bytes count, or what a sink throws.
  public func pull(
    day: CalendarDay, zone: BusinessZone, marks: [StoreFeed: String], into sink: (StoreFeed) throws -> InputSink
  ) throws -> [StoreFeed: PulledSource] {
    var queries: [PullQuery] = []
    for query in store.queries {
      queries.append(PullQuery(try statement(query, day, zone, marks[query.feed]), watermark: query.watermark?.column))
    }
    let sinks = try store.queries.map { query in
      let sink = try sink(query.feed)
      return PullSink(restart: sink.restart, write: sink.write)
    }
    do {
      var pull = SnapshotPull(settings, queries)
      pull.pauseSeconds = pauseSeconds
      let receipt = try pull.run(into: sinks)
      return Dictionary(
        uniqueKeysWithValues: zip(store.queries, receipt.feeds).map { query, feed in
          (query.feed, PulledSource(path: path(query.feed), completeness: "one snapshot", watermark: feed.watermark))
        })
    } catch let failure as PostgresFailure {
      throw SourceFailure(failure)
    }
  }

  /// What `doctor` asks of the database.
  public func checkup(day: CalendarDay, zone: BusinessZone) throws(SourceFailure) -> StoreServerFacts {
    var statements: [PostgresStatement] = []
    for query in store.queries { statements.append(try statement(query, day, zone, nil)) }
    do throws(PostgresFailure) {
      return StoreServerFacts(try Checkup.run(settings, queries: statements))
    } catch {
      throw SourceFailure(error)
    }
  }

  private func statement(
    _ query: StoreQuery, _ day: CalendarDay, _ zone: BusinessZone, _ mark: String?
  ) throws(SourceFailure) -> PostgresStatement {
    var begin: String?
    if let watermark = query.watermark { begin = try WatermarkText.begin(watermark, seen: mark, source: query.feed.rawValue, zone: zone) }
    let words = PullWords(day: day, zone: zone, watermark: begin)
    return PostgresStatement(query.feed.rawValue, query.text, query.parameters.map { words[$0] })
  }
}

extension SourceFailure {
  /// A database that did not give what was asked of it.
  init(_ failure: PostgresFailure) {
    let kind: Kind =
      switch failure.kind {
      case .settings, .refused: .refused
      case .unreachable, .timeout, .cancelled: .unreachable
      case .interrupted: .incomplete
      case .statement, .mistyped: .malformed
      }
    self.init(
      kind: kind, source: failure.subject, file: failure.place, field: failure.sqlState.map { "SQLSTATE \($0)" } ?? failure.subject,
      expected: failure.expected, found: failure.found, advice: failure.advice)
  }
}
