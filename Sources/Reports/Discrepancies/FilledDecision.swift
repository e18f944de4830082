import SettlementCore
import Tables

/// One decision as a person wrote it: in a filled-in list, or on a command line.
public struct FilledDecision: Equatable, Sendable {
  /// An amount that the decision was made on.
  public enum Amount: Equatable, Sendable {
    /// The list has no such column.
    case notGiven
    /// The empty text is an empty side.
    case text(String)
  }
  /// `decisions.csv:3`, `discrepancies.xlsx:金额不符:3`; empty on a command line.
  public var place: String
  public var partner: String
  /// A code or a word of either language.
  public var kind: String
  public var key: String
  public var ours: Amount
  public var theirs: Amount
  /// A code or a word of either language.
  public var decision: String
  public var reason: String
  public var by: String

  public init(
    place: String = "", partner: String, kind: String, key: String, ours: Amount = .notGiven, theirs: Amount = .notGiven, decision: String,
    reason: String, by: String
  ) {
    self.place = place
    self.partner = partner
    self.kind = kind
    self.key = key
    self.ours = ours
    self.theirs = theirs
    self.decision = decision
    self.reason = reason
    self.by = by
  }

  /// Nil for a word that is none.
  public var knownKind: DiscrepancyKind? { Wording.kind(kind) }
  public var knownDecision: Decision? { Wording.decision(decision) }

  /// The key, and as it would be without the `'` that a CSV puts before text that a spreadsheet would take for a formula (SPEC §10).
  public var possibleKeys: [String] {
    guard key.hasPrefix("'"), let second = key.dropFirst().first, "=+-@\t\r".contains(second) else { return [key] }
    return [key, String(key.dropFirst())]
  }
}

extension FilledDecision.Amount {
  /// True unless it says another amount than this one, in minor units of `currency`; nil: an empty side.
  public func allows(_ amount: Int64?, _ currency: Currency) -> Bool {
    guard case .text(let text) = self, currency != .unknown else { return true }
    return text.isEmpty ? amount == nil : amount != nil && NumberText.minorUnits(text.utf8, exponent: currency.exponent) == amount
  }

  /// `none` for an empty side.
  public var description: String {
    guard case .text(let text) = self, !text.isEmpty else { return "none" }
    return text
  }
}
