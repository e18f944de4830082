import SettlementCore
import Tables

/// What was understood of a partner's file, for people.
public struct StatementFacts: Sendable {
  /// The member of the archive, and the sheet.
  public let member: String?
  public let sheet: String?
  /// As written; empty texts for columns without a name.
  public let header: [String]
  /// What each column of lines, of totals and conditions is read from, in the order of the format.
  public let uses: [Use]
  /// Rows hidden in the workbook, which were read, and cells beside its columns, which were not.
  public let hiddenRows: Int
  public let cellsBeyondHeader: Int

  public struct Use: Sendable {
    /// Such as `amount`.
    public let name: String
    /// Of ``StatementFacts/header``.
    public let columns: [Int]
  }

  init(_ plan: FormatPlan, _ reader: TableReader) {
    member = reader.member
    sheet = reader.sheet
    header = reader.header
    let tally = reader.tally
    (hiddenRows, cellsBeyondHeader) = (tally.hiddenRows, tally.cellsBeyondHeader)
    uses = plan.roles.map { name, columns in
      Use(name: name, columns: columns.flatMap { reader.places(ofColumn: $0) ?? [] })
    }
  }
}

/// A statement's file read for people: its lines as a run takes them, card codes replaced, and what was understood of the file.
public struct StatementInspection: Sendable {
  public let feed: StatementFeed
  /// Nil of a canonical CSV file that the readers of other formats would not take.
  public let facts: StatementFacts?
  /// How many bytes the file has.
  public let bytes: Int

  /// Throws as ``StatementFeed/read(_:profile:zone:defaultCurrency:)`` fails; `source` is only named in messages.
  public init(
    path file: String, source: String, profile: StatementProfile, zone: BusinessZone, clock: StatementClock? = nil,
    defaultCurrency: Currency?
  ) throws(SourceFailure) {
    var bytes: [UInt8]
    do { bytes = try FileBytes.read(path: file) } catch { throw SourceFailure(error, source: source, file: file) }
    self.bytes = bytes.count
    // No key is needed to look at a file: what stands for a code is not compared with anything.
    let codes = CardCodes { _ in [UInt8](repeating: UInt8(ascii: "0"), count: 64) }.ofStatement(profile)
    try codes.check(bytes, file: file, source: source)
    if let replaced = codes.replaced(in: bytes, of: source) { bytes = replaced }
    var feed: StatementFeed
    if let format = profile.format {
      let reading = try FormatReading(
        bytes: bytes, file: file, source: source, format, zone: zone, standard: defaultCurrency ?? .unknown, needs: profile.neededColumns)
      (feed, facts) = (reading.feed, reading.facts)
    } else {
      feed = try StatementFeed.read(
        bytes: bytes, file: file, source: source, profile: profile, zone: zone, defaultCurrency: defaultCurrency)
      facts = try? FormatReading(
        bytes: bytes, file: file, source: source, .canonical, zone: zone, standard: defaultCurrency ?? .unknown, needs: []
      ).facts
    }
    if let clock { feed.count(by: clock) }
    self.feed = feed
  }
}
