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
  /// Reads the statement that an input holds; a trailer that the profile demands is checked, and is no row.
  public static func read(
    _ input: SourceInput, profile: StatementProfile, zone: BusinessZone, defaultCurrency: Currency?
  ) -> SourceReading<StatementFeed> {
    let needs = profile.neededColumns
    return input.read { (came) throws(SourceFailure) in
      if let format = profile.format {
        let reading = try FormatReading(
          bytes: came, file: input.path, source: input.name, format, zone: zone, standard: defaultCurrency ?? .unknown, needs: needs)
        return (reading.feed, reading.feed.rows, reading.feed.rejects.count)
      }
      var bytes = came
      if case .trailer(let trailer) = profile.source.proof {
        try StatementTrailer.remove(trailer, from: &bytes, source: input.name, file: input.path)
      }
      let feed = try read(
        bytes: bytes, file: input.path, source: input.name, zone: zone, defaultCurrency: defaultCurrency, needs: needs, areTotals: !profile.group.isEmpty)
      return (feed, feed.rows, feed.rejects.count)
    }
  }

  /// What is read where the partner says that there is nothing.
  public static let nothing = Array("reference,order_id,item,amount,time\n".utf8)
}
