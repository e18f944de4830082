import DurableFiles
import Feeds
import LedgerStore
import RuleFiles
import SettlementCore

/// Everything that a day's sources bring: the store's feeds and the partners' statements.
struct DaySources {
  private var store: StoreDay
  private let pattern: String
  let day: CalendarDay
  private(set) var deliveries: [StatementDelivery] = []
  private(set) var failures: [SourceFailure] = []
  let sources: [SourceRecord]

  init(_ day: CalendarDay, _ configuration: Configuration, _ rules: RunRules, _ zone: BusinessZone, _ ledger: any Ledger) throws {
    self.day = day
    // As the configuration names it, so that a manifest is the same from wherever the command was called.
    let prefix = configuration.folder.hasSuffix("/") ? configuration.folder : configuration.folder + "/"
    let isInside = configuration.storeFolder.hasPrefix(prefix)
    pattern = isInside ? String(configuration.storeFolder.dropFirst(prefix.count)) : configuration.storeFolder
    let wanted = try rules.book.partners.compactMap { partner in
      try rules.parties.number(of: partner.partner).flatMap { try StatementDelivery(partner, party: $0, ledger) }
    }
    let folder = StoreFolder(pattern: pattern, root: isInside ? configuration.folder : "")
    // The store first, as it is the largest: its two halves and the statements share the threads.
    let readings = try inParallel(wanted.count + 1) { place in
      if place == 0 {
        return Reading.store(folder.read(day: day, zone: zone, currencyOfBundle: rules.currencyOfBundle) { Digest.sha256(of: $0) })
      }
      var delivery = wanted[place - 1]
      delivery.read(today: day, configuration, zone: zone, currency: rules.onlyCurrency(of: delivery.settings.partner))
      return .statement(delivery)
    }
    store = StoreDay()
    for reading in readings {
      switch reading {
      case .store(let day): store = day
      case .statement(let delivery): deliveries.append(delivery)
      }
    }
    failures = store.failures
    for record in store.sources where exceeds(limit: configuration.maximumRejected, rejected: record.rejected, rows: record.rows) {
      failures.append(.tooManyRejected(record, limit: configuration.maximumRejected))
    }
    storeFailures = failures.count
    failures += deliveries.flatMap(\.failures)
    sources = store.sources + deliveries.flatMap(\.sources)
  }
  private let storeFailures: Int

  private enum Reading: Sendable {
    case store(StoreDay)
    case statement(StatementDelivery)
  }

  /// True when a feed of the store is missing, unreadable, or failed.
  var isStoreMissing: Bool { storeFailures > 0 }

  /// True when no source at all could be reached.
  var isNothingReachable: Bool { sources.isEmpty }

  /// True when a partner's file has come that no run has read.
  var bringsStatements: Bool { deliveries.contains { !$0.files.isEmpty } }

  /// True while a file that was expected has not come.
  var isStatementMissing: Bool { deliveries.contains { !$0.missing.isEmpty } }

  /// Where a feed's file is, as messages name it.
  func path(_ feed: String) -> String { "\(DayPattern.expand(pattern, day))/\(feed).csv" }

  /// Gives the store's feeds away, so that their memory can be used again.
  mutating func takeStore() -> StoreDay {
    let taken = store
    store = StoreDay()
    return taken
  }

  /// SHA-256 over what was read and the rules; the statements of single days are told apart by the ledger.
  func fingerprint(_ rules: RunRules) -> String {
    var text = ""
    for record in sources where !deliveries.contains(where: { $0.settings.partner == record.name && $0.profile.isDaily }) {
      text += "\(record.path) \(record.sha256)\n"
    }
    for agreement in rules.book.agreements {
      for version in agreement.versions { text += "\(agreement.bundle) \(version.effective) \(version.digest)\n" }
    }
    for partner in rules.book.partners { text += "\(partner)\n" }
    return Digest.sha256(of: Array(text.utf8))
  }
}
