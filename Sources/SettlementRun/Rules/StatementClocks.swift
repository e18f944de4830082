import Feeds
import SettlementCore

/// The clocks of partners with days of their own (SPEC §2), run by run.
///
/// A setting that is changed holds for later runs: the ledger remembers by a mark from which run on which one holds, so that the lines of a
/// run stay on the days on which it counted them.
struct StatementClocks: Sendable {
  private struct Entry: Sendable {
    /// The first run that counts by it.
    let run: Int32
    /// As the mark has it: `Asia/Tokyo 82800`, or `-` where the partner has no days of its own.
    let words: String
  }
  /// By partner, ascending.
  private var entries: [String: [Entry]] = [:]
  private var clocks: [String: StatementClock] = [:]
  /// What the ledger is to remember of the next run.
  private(set) var newMarks: [String: String] = [:]

  private static let markName = "days of "
  private static let none = "-"

  /// `marks` are the ledger's, `next` is the number of the next run, `zone` the configuration's. Throws ``SettlementRefusal`` when a zone
  /// that the ledger remembers is unknown here.
  init(_ partners: [PartnerSettings], marks: [String: String], next: Int32, zone: BusinessZone) throws(SettlementRefusal) {
    for (name, value) in marks where name.hasPrefix(Self.markName) {
      entries[String(name.dropFirst(Self.markName.count))] = value.split(separator: ";").map { part in
        let parts = part.split(separator: " ", maxSplits: 1)
        return Entry(run: Int32(parts[0])!, words: String(parts[1]))
      }
    }
    for partner in partners {
      let isOurs = partner.zone == nil && partner.cutOff == nil
      let words = isOurs ? Self.none : "\(partner.zone ?? zone.identifier) \(partner.cutOff ?? StatementClock.daySeconds)"
      if (entries[partner.partner]?.last?.words ?? Self.none) == words { continue }
      entries[partner.partner, default: []].append(Entry(run: next, words: words))
      newMarks[Self.markName + partner.partner] = entries[partner.partner]!.map { "\($0.run) \($0.words)" }.joined(separator: ";")
    }
    for words in Set(entries.values.joined().map(\.words)) where words != Self.none { clocks[words] = try Self.clock(words, zone) }
  }

  private static func clock(_ words: String, _ business: BusinessZone) throws(SettlementRefusal) -> StatementClock {
    let parts = words.split(separator: " ")
    let identifier = String(parts[0])
    guard let zone = identifier == business.identifier ? business : BusinessZone(identifier: identifier) else {
      throw SettlementRefusal("zone \(identifier) of a partner is unknown on this host; install its time zone database")
    }
    return StatementClock(zone: zone, cutOff: Int32(parts[1])!, business: business)
  }

  /// The clock by which a run counts; nil: the business days.
  func clock(of partner: String, run: Int32) -> StatementClock? {
    entries[partner]?.last { $0.run <= run }.flatMap { clocks[$0.words] }
  }

  /// The partners that have, or had, days of their own.
  var partners: [String] { entries.keys.sorted() }
}
