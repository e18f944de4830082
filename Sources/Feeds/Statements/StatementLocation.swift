import SettlementCore

/// Where a partner's statements are: a `file:` URL of its profile (SPEC §12).
public struct StatementLocation: Sendable {
  public let url: String
  /// The folder of the configuration.
  public let root: String

  public init(url: String, root: String) {
    self.url = url
    self.root = root
  }

  /// The statement of a day: `file:statements/eleme/{date}.csv` or `file:///absolute/path.csv`; `prepare` gets its raw bytes.
  ///
  /// Nothing is decoded: a percent sign stands for itself.
  public func input(
    day: CalendarDay, source: String, prepare: @escaping @Sendable (consuming [UInt8]) throws(SourceFailure) -> SourceBytes
  ) -> SourceInput {
    let path = url.hasPrefix("file:///") ? url.dropFirst(7) : url.dropFirst(5)
    return .file(name: source, path: DayPattern.expand(String(path), day), root: root, prepare: prepare)
  }
}

extension StatementFeed {
  /// Reads the statement that an input holds.
  public static func read(
    _ input: SourceInput, zone: BusinessZone, defaultCurrency: Currency?, needs: Set<StatementProfile.KeyColumn>
  ) -> SourceReading<StatementFeed> {
    input.read { (bytes) throws(SourceFailure) in
      let feed = try read(
        bytes: bytes, file: input.path, source: input.name, zone: zone, defaultCurrency: defaultCurrency, needs: needs)
      return (feed, feed.rows, feed.rejects.count)
    }
  }
}
