/// Reads several feeds out of one moment of a database: whole, or not at all.
///
/// Rows reach the sinks before a failure does, so a caller uses what its sinks got only after ``run(into:isCancelled:)`` has returned.
/// A row that was committed late with an old time is no concern here: the caller's query reads from the watermark less an overlap, and
/// the record's identity drops what comes again.
public struct SnapshotPull: Sendable {
  public let settings: PostgresSettings
  public let queries: [PullQuery]
  /// Seconds before the second attempt, so that a server that crashed can start again.
  public var pauseSeconds = 10

  public init(_ settings: PostgresSettings, _ queries: [PullQuery]) {
    self.settings = settings
    self.queries = queries
  }

  /// Pulls every query into the sink of the same place.
  ///
  /// When the connection breaks, the whole pull is tried once more (faults F6), with all sinks told to restart. Throws
  /// ``PostgresFailure``, or what a sink throws.
  public func run(into sinks: [PullSink], isCancelled: @escaping () -> Bool = { false }) throws -> PullReceipt {
    precondition(sinks.count == queries.count)
    do {
      return try attempt(1, sinks, isCancelled)
    } catch let failure as PostgresFailure where failure.mayPass {
      guard SocketWait.pause(seconds: pauseSeconds, isCancelled: isCancelled) else {
        throw ConnectFailure(settings: settings, subject: failure.subject).cancelled()
      }
      for sink in sinks { try sink.restart() }
      return try attempt(2, sinks, isCancelled)
    }
  }

  private func attempt(_ number: Int, _ sinks: [PullSink], _ isCancelled: @escaping () -> Bool) throws -> PullReceipt {
    var connection = try PostgresConnection.open(settings, .readOnly, isCancelled: isCancelled)
    return try connection.transaction(.snapshot) { connection in
      let (takenAt, snapshot) = try Self.moment(&connection)
      var feeds: [PullReceipt.Feed] = []
      for (query, sink) in zip(queries, sinks) { feeds.append(try Self.feed(query, sink, &connection)) }
      return PullReceipt(
        takenAt: takenAt, snapshot: snapshot, serverVersion: connection.serverVersion, attempts: number, feeds: feeds)
    }
  }

  /// The first statement of a transaction takes its snapshot, which all others share.
  private static func moment(_ connection: inout PostgresConnection) throws(PostgresFailure) -> (String, String) {
    let statement = PostgresStatement("transaction", "select clock_timestamp(), pg_current_snapshot()")
    let row = try connection.rows(of: statement).first ?? []
    guard row.count == 2, let takenAt = row[0], let snapshot = row[1] else { throw connection.words("transaction").interrupted() }
    return (takenAt, snapshot)
  }

  private static func feed(
    _ query: PullQuery, _ sink: PullSink, _ connection: inout PostgresConnection
  ) throws -> PullReceipt.Feed {
    var rows = CSVRows(watermark: query.watermark, sink: sink.write)
    try connection.stream(query.statement, into: &rows)
    return PullReceipt.Feed(
      name: query.statement.name, columns: rows.columns, rows: rows.rowCount, watermark: rows.largestWatermark)
  }
}
