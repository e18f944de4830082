import LedgerStore
import Reports
import SettlementCore

/// Checks decisions against the ledger, and collects every problem.
struct DecisionChecking {
  private(set) var decisions: [DecisionRecord] = []
  private(set) var problems: [String] = []
  /// Decisions that are pending already, word for word.
  private(set) var repeated = 0
  private let ledger: any Ledger
  private let state: LedgerState
  private let newest: RunRecord
  private let pending: [LedgerStore.DiscrepancyIdentity: DecisionRecord]
  private var places: [LedgerStore.DiscrepancyIdentity: String] = [:]

  /// The longest reason and name, in characters.
  static let longestReason = 500
  static let longestName = 100

  init(_ ledger: any Ledger, _ newest: RunRecord) throws {
    self.ledger = ledger
    self.newest = newest
    state = try ledger.state()
    pending = Dictionary(try ledger.pendingDecisions().map { ($0.identity, $0) }, uniquingKeysWith: { _, later in later })
  }

  /// Adds one decision, or what is wrong with it.
  mutating func check(_ row: FilledDecisions.Row) throws {
    switch row {
    case .filled(let filled): try check(filled)
    case .unreadable(let problem): problems.append(problem)
    }
  }

  private mutating func check(_ filled: FilledDecision) throws {
    let place = filled.place.isEmpty ? "" : filled.place + ": "
    var found: [String] = []
    if filled.knownDecision == nil {
      let words = Decision.allCases.map(\.rawValue)
      found.append("decision: expected \(words[0]), \(words[1]) or \(words[2]), found \(Self.quoted(filled.decision))")
    }
    found += Self.complaint("reason", "why", filled.reason, Self.longestReason)
    found += Self.complaint("by", "who decides", filled.by, Self.longestName)
    if let row = try row(filled, &found) {
      found += try complaints(filled, row)
      if let first = places[row.identity] {
        found.append("\(DecisionWords.name(row.identity)): expected one decision on it, found another in \(first)")
      }
      places[row.identity] = filled.place
      if found.isEmpty { add(filled, row) }
    }
    problems += found.map { place + $0 }
  }

  private mutating func add(_ filled: FilledDecision, _ row: DiscrepancyRow) {
    let decision = DecisionRecord(
      identity: row.identity, decision: filled.knownDecision!, reason: filled.reason, by: filled.by, ours: row.ours, theirs: row.theirs,
      currency: row.currency, afterRun: newest.number)
    if var known = pending[row.identity] {
      (known.number, known.afterRun) = (decision.number, decision.afterRun)
      if known == decision {
        repeated += 1
        return
      }
    }
    decisions.append(decision)
  }

  // MARK: What can be wrong

  private static func complaint(_ field: String, _ what: String, _ text: String, _ longest: Int) -> [String] {
    if text.allSatisfy(\.isWhitespace) { return ["\(field): expected \(what), found nothing"] }
    if text.count > longest { return ["\(field): expected at most \(longest) characters, found \(text.count)"] }
    let isControl = text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    return isControl ? ["\(field): expected one line of text, found a control character"] : []
  }

  private static func quoted(_ text: String) -> String {
    text.isEmpty ? "nothing" : "'\(AlignedTable.printable(String(text.prefix(60))))'"
  }

  /// The discrepancy as it stands, or nil and a complaint.
  private func row(_ filled: FilledDecision, _ found: inout [String]) throws -> DiscrepancyRow? {
    guard let kind = filled.knownKind else {
      found.append("kind: expected a kind of discrepancy such as amount, found \(Self.quoted(filled.kind))")
      return nil
    }
    let identities = filled.possibleKeys.map {
      LedgerStore.DiscrepancyIdentity(partner: filled.partner, kind: kind.rawValue, key: $0)
    }
    if let row = try ledger.discrepancies(identities: identities).first { return row }
    found.append("expected a discrepancy that the ledger knows, found \(DecisionWords.name(identities[0])): see qingfen discrepancies list")
    return nil
  }

  private func complaints(_ filled: FilledDecision, _ row: DiscrepancyRow) throws -> [String] {
    let name = DecisionWords.name(row.identity)
    switch row.state {
    case .open: break
    case .inTransit: return ["\(name): expected an open discrepancy, found one in transit: it may still resolve itself"]
    case .resolved:
      return ["\(name): expected an open discrepancy, found one that run \(state.runs[Int(row.run) - 1].id) has resolved"]
    }
    guard filled.ours.allows(row.ours, row.currency), filled.theirs.allows(row.theirs, row.currency) else {
      let now = DecisionWords.amounts(row.ours, row.theirs, row.currency)
      return [
        "\(name): expected the amounts that were decided on, ours \(filled.ours.description), theirs \(filled.theirs.description); "
          + "found \(now) now: look at it again"
      ]
    }
    if filled.knownDecision == .acceptTheirs, let refusal = try refusal(row) { return ["\(name): nothing can be posted: \(refusal)"] }
    return []
  }

  /// Why theirs cannot be accepted, or nil: there must be a difference with one partner in one currency.
  private func refusal(_ row: DiscrepancyRow) throws -> String? {
    let finding = row.finding
    if finding.partner == "-" { return "it is about no partner; accept ours, or waive it" }
    if finding.kind == .controlTotal { return "a total is no amount of its own; decide on its lines" }
    switch finding.book {
    case .channel: return "a channel's bill says what customers paid, not what the channel is owed; accept ours, or waive it"
    case .store where finding.theirs == nil: return "the partner claims nothing here; accept ours, or waive it"
    case .store: return "what the partner claims stands in a row of its own, with leg partner; decide on that one"
    case .partner: break
    }
    if try finding.currency == .unknown || finding.kind == .currency || isInOtherCurrency(row) {
      return "the two sides are not in one currency; accept ours, or waive it"
    }
    guard let difference = finding.difference else { return "the two sides have no difference that fits 64 bits; accept ours, or waive it" }
    return difference == 0 ? "the amounts are equal; accept ours, or waive it" : nil
  }

  /// True when the line's amount is shown at the decimals of our currency, and means another one.
  private func isInOtherCurrency(_ row: DiscrepancyRow) throws -> Bool {
    let line = try StatementLine.behind(row, ledger)
    return line.map { $0.currency != .unknown && $0.currency != row.currency } ?? false
  }
}
