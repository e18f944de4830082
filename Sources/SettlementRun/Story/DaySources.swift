import DurableFiles
import Feeds
import LedgerStore
import RuleFiles
import SettlementCore

/// Everything that a day's sources bring: the store's feeds and the partners' statements.
struct DaySources {
  private var store: StoreDay
  let pull: DayPull
  private(set) var deliveries: [StatementDelivery] = []
  private(set) var failures: [SourceFailure] = []
  let sources: [SourceRecord]

  /// Reads what was pulled; `storeZone` has the store's own zone for its times, `limit` is the part of a source's rows that may be rejected.
  init(_ pull: DayPull, _ expected: [StatementDelivery], _ rules: RunRules, zone: BusinessZone, storeZone: BusinessZone, limit: Rate)
    throws
  {
    self.pull = pull
    // The store first, as it is the largest: its two halves and the statements share the threads.
    let readings = try inParallel(expected.count + 1) { place in
      if place == 0 { return Reading.store(pull.store.read(zone: storeZone, currencyOfBundle: rules.currencyOfBundle)) }
      var delivery = expected[place - 1]
      let currency = rules.onlyCurrency(of: delivery.settings.partner)
      delivery.read(pull, limit: limit, zone: zone, currency: currency)
      return .statement(delivery)
    }
    try pull.throwIfDamaged()
    store = StoreDay()
    for reading in readings {
      switch reading {
      case .store(let day): store = day
      case .statement(let delivery): deliveries.append(delivery)
      }
    }
    failures = store.failures
    for record in store.sources where exceeds(limit: limit, rejected: record.rejected, rows: record.rows) {
      failures.append(.tooManyRejected(record, limit: limit))
    }
    (storeFailures, storeSources) = (failures.count, store.sources.count)
    failures += deliveries.flatMap(\.failures)
    sources = store.sources + deliveries.flatMap(\.sources)
  }
  private let storeFailures: Int
  private let storeSources: Int

  private enum Reading: Sendable {
    case store(StoreDay)
    case statement(StatementDelivery)
  }

  /// True when a feed of the store is missing, unreadable, or failed.
  var isStoreMissing: Bool { storeFailures > 0 }

  /// True when no source at all could be reached.
  var isNothingReachable: Bool { sources.isEmpty }

  /// True when a partner's file has come that says something no run has read.
  var bringsStatements: Bool { deliveries.contains(where: \.bringsNews) }

  /// True while a file that was expected has not come, or is incomplete.
  var isStatementLacking: Bool { deliveries.contains(where: \.isLacking) }

  /// Gives the store's feeds away, so that their memory can be used again.
  mutating func takeStore() -> StoreDay {
    let taken = store
    store = StoreDay()
    return taken
  }

  /// SHA-256 over what was read and the rules; the statements of days of their own are told apart by the ledger, a store read by watermark by
  /// its records.
  func fingerprint(_ rules: RunRules) -> String {
    var text = ""
    for record in sources.dropFirst(pull.isStoreWhole ? 0 : storeSources)
    where !deliveries.contains(where: { $0.settings.partner == record.name && $0.profile.isDated }) {
      text += "\(record.path) \(record.sha256)\n"
    }
    for agreement in rules.book.agreements {
      for version in agreement.versions { text += "\(agreement.bundle) \(version.effective) \(version.digest)\n" }
    }
    for partner in rules.book.partners { text += "\(partner)\n" }
    return Digest.sha256(of: Array(text.utf8))
  }
}
