import LedgerStore
import SettlementCore

/// The life of discrepancies (SPEC §7): what a run finds against what is open, as versions to be stored.
struct DiscrepancyBook {
  /// A version for every discrepancy that is new, changed, resolved or back.
  private(set) var versions: [DiscrepancyRow] = []
  /// What people decided, as far as this run has applied it.
  private(set) var desk: DecisionDesk

  /// `findings` are all of this run; `lasting` stay until something else resolves them: a person, or for a refund's unknown name its undo.
  init(
    _ findings: [Finding], lasting: [Finding], currency: (String) throws -> Currency, undone: Set<String>, run: Int32, today: CalendarDay,
    _ desk: DecisionDesk, _ words: FindingWords, _ ledger: any Ledger
  ) throws {
    self.desk = desk
    var current = Self.merged(findings)
    let open = try ledger.openDiscrepancies()
    var stored: [SettlementCore.DiscrepancyIdentity: DiscrepancyRow] = [:]
    for row in open { stored[row.finding.identity] = row }
    for finding in lasting where stored[finding.identity] == nil && current[finding.identity] == nil { current[finding.identity] = finding }
    for row in open where Self.stays(row.finding, undone) && row.currency == .unknown {
      let currency = try currency(row.orderID)
      if currency == .unknown { continue }
      current[row.finding.identity] = current[row.finding.identity] ?? row.finding
      current[row.finding.identity]!.currency = currency
    }
    let staying = open.filter { Self.stays($0.finding, undone) }.map { ($0.finding.identity, $0.finding) }
    try self.desk.work(&current, staying: Dictionary(uniqueKeysWithValues: staying), ledger)
    for (finding, decision) in self.desk.resolved {
      var row = DiscrepancyRow(finding, run: run, firstSeen: stored[finding.identity]?.firstSeen ?? today)
      row.state = .resolved
      row.detail = words.decided(decision, finding.detail)
      versions.append(row)
    }
    let decided = Set(self.desk.resolved.map(\.finding.identity))
    let gone = open.filter {
      current[$0.finding.identity] == nil && !decided.contains($0.finding.identity) && !Self.stays($0.finding, undone)
    }
    for row in gone {
      var resolved = row
      resolved.state = .resolved
      resolved.run = run
      versions.append(resolved)
    }
    let unknown = current.keys.filter { stored[$0] == nil }
    for row in try ledger.discrepancies(identities: unknown.map { .init(partner: $0.partner, kind: $0.kind.rawValue, key: $0.key) }) {
      stored[row.finding.identity] = row
    }
    for finding in current.values {
      let known = stored[finding.identity]
      let row = DiscrepancyRow(finding, run: run, firstSeen: known?.firstSeen ?? today)
      if let known, known.isSame(as: row) { continue }
      versions.append(row)
    }
    versions.sort { DiscrepancyRow.isBefore($0, $1) }
  }

  /// One finding per identity: a partner's claim for a waiting redemption fills the row of the share's own party.
  private static func merged(_ findings: [Finding]) -> [SettlementCore.DiscrepancyIdentity: Finding] {
    var merged: [SettlementCore.DiscrepancyIdentity: Finding] = [:]
    for finding in findings {
      guard var known = merged[finding.identity] else {
        merged[finding.identity] = finding
        continue
      }
      guard finding.theirs != nil else { continue }
      known.ours = finding.ours
      known.theirs = finding.theirs
      known.currency = finding.currency
      merged[finding.identity] = known
    }
    return merged
  }

  private static func stays(_ finding: Finding, _ undone: Set<String>) -> Bool {
    if finding.kind == .recordChanged { return true }
    return finding.kind == .item && finding.book == .store && finding.key.hasPrefix("refund:") && !undone.contains(finding.key)
  }
}

extension DiscrepancyRow {
  init(_ finding: Finding, run: Int32, firstSeen: CalendarDay) {
    self.init(
      identity: .init(partner: finding.partner, kind: finding.kind.rawValue, key: finding.key), run: run,
      state: State(rawValue: finding.state.rawValue)!,
      firstSeen: firstSeen, ours: finding.ours, theirs: finding.theirs, currency: finding.currency, businessDate: finding.businessDate,
      orderID: finding.orderID, leg: finding.leg.rawValue, book: finding.book.rawValue, detail: finding.detail)
  }

  var finding: Finding {
    Finding(
      partner: identity.partner, kind: DiscrepancyKind(rawValue: identity.kind)!, key: identity.key, orderID: orderID, ours: ours,
      theirs: theirs,
      currency: currency, businessDate: businessDate, leg: Finding.Leg(rawValue: leg)!, book: Finding.Leg(rawValue: book)!,
      state: Finding.State(rawValue: state.rawValue)!, detail: detail)
  }

  var discrepancy: Discrepancy { Discrepancy(finding: finding, firstSeen: firstSeen) }

  /// True when nothing but the run differs.
  func isSame(as other: DiscrepancyRow) -> Bool {
    var other = other
    other.run = run
    return self == other
  }

  static func isBefore(_ left: DiscrepancyRow, _ right: DiscrepancyRow) -> Bool {
    let a = [left.identity.partner, left.identity.kind, left.identity.key]
    let b = [right.identity.partner, right.identity.kind, right.identity.key]
    for (x, y) in zip(a, b) where x != y { return x.utf8.lexicographicallyPrecedes(y.utf8) }
    return false
  }
}
