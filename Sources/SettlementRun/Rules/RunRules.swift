import Feeds
import LedgerStore
import SettlementCore

/// The rules of one run: names as numbers, terms of all versions (those that have split orders first, under their stored numbers), partners.
struct RunRules: Sendable {
  let book: RuleBook
  var parties: Terminology
  var bundles: Terminology
  var entitlements: Terminology
  /// By number. The first ones are the ledger's versions.
  private(set) var terms: [Terms] = []
  private(set) var finder = TermsFinder()
  let clocks: StatementClocks
  private let stored: Int

  /// `zone` is the configuration's. Throws `RuleConflict` when a version that has split an order was changed or removed (SPEC §3).
  init(_ book: RuleBook, _ state: LedgerState, _ zone: BusinessZone) throws {
    self.book = book
    clocks = try StatementClocks(book.partners, marks: state.marks, next: Int32(state.runs.count) + 1, zone: zone)
    parties = state.parties
    bundles = state.bundles
    entitlements = state.entitlements
    stored = state.versions.count
    for partner in book.partners { _ = parties.intern(partner.partner) }
    for version in state.versions { try addStored(version) }
    for agreement in book.agreements { try addBook(agreement) }
  }

  private mutating func addStored(_ stored: StoredVersion) throws {
    let agreement = book.agreements.first { $0.bundle == stored.bundle }
    guard let agreement, let version = agreement.versions.first(where: { $0.effective == stored.effective }) else {
      throw RuleConflict(bundle: stored.bundle, effective: stored.effective, found: "no such version")
    }
    guard version.digest == stored.digest, agreement.currency == stored.currency else {
      throw RuleConflict(bundle: stored.bundle, effective: stored.effective, found: "other content (digest \(version.digest.prefix(12))…)")
    }
    try add(agreement, version)
  }

  private mutating func addBook(_ agreement: Agreement) throws {
    let bundle = bundles.intern(agreement.bundle)
    var numbers: [Int32] = []
    for version in agreement.versions {
      if let known = terms.first(where: { $0.bundle == agreement.bundle && $0.version.effective == version.effective }) {
        numbers.append(known.number)
      } else {
        numbers.append(Int32(terms.count))
        try add(agreement, version)
      }
    }
    finder.add(agreement, bundle: bundle, terms: numbers)
  }

  private mutating func add(_ agreement: Agreement, _ version: AgreementVersion) throws {
    terms.append(
      try Terms(number: Int32(terms.count), agreement: agreement, version: version, parties: &parties, entitlements: &entitlements))
  }

  /// Puts other terms under the numbers of an agreement's versions that the ledger has; returns the numbers of those that differ.
  ///
  /// For reckoning what would have been: no run is ever made by such rules.
  mutating func correct(by agreement: Agreement) throws(AmountOverflow) -> Set<Int32> {
    var corrected: Set<Int32> = []
    for version in agreement.versions {
      let known = terms.prefix(stored).first { $0.bundle == agreement.bundle && $0.version.effective == version.effective }
      guard let known, known.version.digest != version.digest else { continue }
      terms[Int(known.number)] = try Terms(
        number: known.number, agreement: agreement, version: version, parties: &parties, entitlements: &entitlements)
      corrected.insert(known.number)
    }
    return corrected
  }

  /// Versions that split their first order now: the number each gets in the ledger, in the order of bundle and date.
  func newVersions(used: Set<Int32>) -> (numbers: [Int32: Int32], versions: [Int32]) {
    let new = used.filter { $0 >= stored }.sorted()
    var numbers: [Int32: Int32] = [:]
    for (place, number) in new.enumerated() { numbers[number] = Int32(stored + place) }
    for number in 0..<Int32(stored) { numbers[number] = number }
    return (numbers, new)
  }

  /// The party that a share of an order pays; the platform's when the share is the channel's and the order has none.
  func party(of line: Terms.Line, channel: Int32) -> Int32 { line.party >= 0 ? line.party : channel >= 0 ? channel : Party.platform }

  /// The party of the share that delivers an entitlement of a stored order, or nil.
  func party(of orders: OrderBatch, _ order: Int, _ entitlement: Int32) -> Int32? {
    guard orders.terms[order] >= 0 else { return nil }
    let terms = terms[Int(orders.terms[order])]
    return terms.share(delivering: entitlement).map { party(of: terms.lines[$0], channel: orders.channel[order]) }
  }

  /// Currency by bundle, for orders that name none.
  var currencyOfBundle: [String: Currency] { Dictionary(uniqueKeysWithValues: book.agreements.map { ($0.bundle, $0.currency) }) }

  /// The clocks by which a run counts the lines of payables, by party.
  func clocks(ofRun run: Int32) -> [Int32: StatementClock] {
    var found: [Int32: StatementClock] = [:]
    for partner in clocks.partners {
      if let party = parties.number(of: partner), let clock = clocks.clock(of: partner, run: run) { found[party] = clock }
    }
    return found
  }

  func onlyCurrency(of partner: String) -> Currency? { book.onlyCurrency(of: partner) }
}

extension RuleBook {
  /// The only currency in which a party can be owed anything, or its bill of all orders be written; nil when there are several or none.
  func onlyCurrency(of partner: String) -> Currency? {
    var named: Set<Currency> = []
    var asChannel: Set<Currency> = []
    for agreement in agreements {
      for share in agreement.versions.flatMap(\.shares) {
        if share.to == .party(partner) { named.insert(agreement.currency) }
        if share.to == .channel { asChannel.insert(agreement.currency) }
      }
    }
    let profile = partners.first { $0.partner == partner }?.statement
    if profile?.matches == .orders && profile?.covers == .all { named = Set(agreements.map(\.currency)) }
    if named.isEmpty { named = asChannel.isEmpty ? Set(agreements.map(\.currency)) : asChannel }
    return named.count == 1 ? named.first : nil
  }
}

/// A version that has split orders is not as it was: nothing runs (SPEC §3).
public struct RuleConflict: Error, CustomStringConvertible {
  let bundle: String
  let effective: CalendarDay
  let found: String

  public var description: String {
    "agreement \(bundle), version \(effective): it has split orders and may not change; expected the version as it was, found \(found); "
      + "restore it, and put what is new into a version with a later effective date"
  }
}
