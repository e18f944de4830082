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

  /// The statement of a day: `file:statements/eleme/{date}.csv` or `file:///absolute/path.csv`.
  ///
  /// Nothing is decoded: a percent sign stands for itself.
  public func input(day: CalendarDay, source: String, prepare: @escaping SourceInput.Preparation) -> SourceInput {
    let path = url.hasPrefix("file:///") ? url.dropFirst(7) : url.dropFirst(5)
    return .file(name: source, path: DayPattern.expand(String(path), day), root: root, prepare: prepare)
  }
}

extension StatementFeed {
  /// Reads the statement that an input holds, by the profile's format or as the canonical CSV; a trailer that the profile demands is
  /// checked, and is no row. `clock` says on which days lines count; nil: on those of the zone in which they are written.
  public static func read(
    _ input: SourceInput, profile: StatementProfile, zone: BusinessZone, clock: StatementClock? = nil, defaultCurrency: Currency?
  ) -> SourceReading<StatementFeed> {
    input.read(nothing: StatementFeed()) { (came) throws(SourceFailure) in
      var feed = try read(
        bytes: came, file: input.path, source: input.name, profile: profile, zone: clock?.zone ?? zone, defaultCurrency: defaultCurrency)
      if let clock { feed.count(by: clock) }
      return (feed, feed.rows, feed.rejects.count)
    }
  }

  /// The same of bytes; `file` and `source` are only named in messages.
  static func read(
    bytes came: consuming [UInt8], file: String, source: String, profile: StatementProfile, zone: BusinessZone, defaultCurrency: Currency?
  ) throws(SourceFailure) -> StatementFeed {
    if let format = profile.format {
      return try FormatReading(
        bytes: came, file: file, source: source, format, zone: zone, standard: defaultCurrency ?? .unknown, needs: profile.neededColumns
      ).feed
    }
    var bytes = came
    if case .trailer(let trailer) = profile.source.proof {
      try StatementTrailer.remove(trailer, from: &bytes, source: source, file: file)
    }
    return try read(
      bytes: bytes, file: file, source: source, zone: zone, defaultCurrency: defaultCurrency, needs: profile.neededColumns,
      areTotals: !profile.group.isEmpty)
  }
}
