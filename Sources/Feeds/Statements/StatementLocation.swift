import SettlementCore

/// Where a partner's statements are: the `url` of its profile (SPEC §12).
public struct StatementLocation: Sendable {
  public let url: String
  /// The folder of the configuration.
  public let root: String

  public init(url: String, root: String) {
    self.url = url
    self.root = root
  }

  /// The path of a day's statement: that of a `file:` URL, `file:statements/eleme/{date}.csv` or `file:///absolute/path.csv`.
  ///
  /// Nothing is decoded: a percent sign stands for itself. Throws ``SourceFailure`` for any other URL, which is not quoted: it may
  /// hold a password.
  public static func expand(_ url: String, _ day: CalendarDay, source: String) throws(SourceFailure) -> String {
    let path = url.hasPrefix("file:///") ? url.dropFirst(7) : url.dropFirst(5)
    guard url.hasPrefix("file:"), !path.isEmpty, !path.hasPrefix("//") else {
      throw SourceFailure(
        kind: .unreadable, source: source, file: source, field: "url", expected: "a URL such as file:statements/eleme/{date}.csv",
        found: "another kind of URL", advice: "correct it in the partner's file")
    }
    return DayPattern.expand(String(path), day)
  }

  /// Reads the statement of a day as ``StatementFeed`` does; `digest` is called once with the raw bytes, before they are parsed.
  public func read(
    day: CalendarDay, source: String, zone: BusinessZone, defaultCurrency: Currency?, needs: Set<StatementProfile.KeyColumn>,
    digest: ([UInt8]) -> String
  ) -> SourceReading<StatementFeed> {
    let path: String
    do {
      path = try Self.expand(url, day, source: source)
    } catch {
      return SourceReading(feed: nil, record: nil, failure: error)
    }
    return SourceFile(name: source, path: path, root: root).read(digest: digest) { (bytes) throws(SourceFailure) in
      let feed = try StatementFeed.read(
        bytes: bytes, file: path, source: source, zone: zone, defaultCurrency: defaultCurrency, needs: needs)
      return (feed, feed.rows, feed.rejects.count)
    }
  }
}
