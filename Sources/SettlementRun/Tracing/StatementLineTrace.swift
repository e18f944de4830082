import Feeds
import LedgerStore
import SettlementCore

/// Finds the partner's line of a discrepancy in the files that runs have read.
struct StatementLineTrace {
  /// What the line says, and where it stands.
  struct Found {
    let answer: InputAnswer
    /// The line's own texts; empty when it was not found.
    let content: String
  }
  private let reading: LedgerReading
  private let inputs: InputTrace
  private let settings: PartnerSettings
  private let profile: StatementProfile
  private let row: DiscrepancyRow
  private let key: LineKey

  /// Nil when the partner sends no statement (any more).
  init?(_ reading: LedgerReading, _ row: DiscrepancyRow) {
    guard let settings = reading.rules.book.partners.first(where: { $0.partner == row.identity.partner }), let profile = settings.statement
    else { return nil }
    self.reading = reading
    inputs = InputTrace(reading)
    (self.settings, self.profile, self.row, key) = (settings, profile, row, LineKey(row.identity.key))
  }

  /// The line, in the newest file up to the discrepancy's run that holds it. `absent` where its key names no single line.
  func line() throws -> Found {
    let files = try reading.ledger.statementFiles(partner: settings.partner).filter { $0.run <= row.run && !$0.sha256.isEmpty }.reversed()
    let kept = try StatementLine.behind(row, reading.ledger)
    var (lost, content): (InputAnswer?, String) = (nil, "")
    for file in files where kept == nil || kept!.file == file.name {
      let answer = inputs.line(in: file, of: settings, profile, run: reading.record(file.run)) { feed in
        guard let found = kept.map({ place(of: $0, in: feed) }) ?? place(in: feed) else { return nil }
        content = words(feed, found)
        return Int(feed.line[found])
      }
      if case .found = answer { return Found(answer: answer, content: content) }
      if case .lost = answer { lost = lost ?? answer }
    }
    return Found(answer: lost ?? .absent, content: "")
  }

  /// The files of sums, totals and windows, whose key names no line: those that cover its business date.
  func files() throws -> [StatementFile] {
    try reading.ledger.statementFiles(partner: settings.partner).filter {
      $0.run <= row.run && !$0.sha256.isEmpty && ($0.day == nil || profile.days(endingOn: $0.day!).contains(row.businessDate))
    }
  }

  /// Of a line that the ledger has kept; an undated file may have moved it since.
  private func place(of kept: KeptLine, in feed: StatementFeed) -> Int? {
    (0..<feed.count).first { Int64(feed.line[$0]) == kept.line && feed.references[$0] == kept.reference && feed.amount[$0] == kept.amount }
  }

  private func place(in feed: StatementFeed) -> Int? {
    let isFee = key.type == "fee"
    func isOfType(_ at: Int) -> Bool { isFee || Self.name(feed, at) == key.type }
    let named = (0..<feed.count).filter { isOfType($0) && feed.references[$0] == key.reference }
    if isFee { return named.first }
    if let first = named.first(where: { row.ours == nil || feed.amount[$0] == row.theirs }) ?? named.first { return first }
    if let cut = key.reference.lastIndex(of: "#"), let number = Int(key.reference[key.reference.index(after: cut)...]), number > 1 {
      let of = (0..<feed.count).filter { isOfType($0) && feed.references[$0] == key.reference[..<cut] }
      if number <= of.count { return of[number - 1] }
    }
    let others = (0..<feed.count).filter { isOfType($0) && feed.orderIDs[$0] == row.orderID && feed.amount[$0] == row.theirs }
    return others.count == 1 ? others[0] : nil
  }

  private static func name(_ feed: StatementFeed, _ at: Int) -> String { LineType(rawValue: feed.type[at].rawValue)!.name }

  private func words(_ feed: StatementFeed, _ at: Int) -> String {
    let texts = [feed.references[at], feed.orderIDs[at], feed.items[at], Self.name(feed, at)].filter { !$0.isEmpty }
    let amount =
      feed.currency[at] == .unknown ? MoneyText.print(feed.amount[at], exponent: 4) : "\(Money(feed.amount[at], feed.currency[at]))"
    return "\(texts.joined(separator: " ")) \(amount) · \(reading.zone.text(of: feed.time[at]))"
  }
}
