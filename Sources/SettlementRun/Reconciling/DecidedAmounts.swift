import LedgerStore
import SettlementCore

/// What accepted decisions have posted for a partner's lines: from then on it counts as ours, wherever claim or line turn up again.
struct DecidedAmounts: Sendable {
  private struct Key: Hashable {
    let key: String
    let currency: Currency
  }
  private var claims: [Key: Int64] = [:]
  private var lines: [Key: Int64] = [:]
  /// References of the claims, so that other claims are passed over without making a text of them.
  private var references = TextColumn()
  private var index = TextIndex()

  init(_ decisions: [DecisionHistory]) {
    for decision in decisions {
      guard let outcome = decision.outcome, let amount = outcome.amount else { continue }
      let key = Key(key: decision.record.identity.key, currency: decision.record.currency)
      switch outcome.side {
      case .line: lines[key, default: 0] += amount
      case .claim:
        claims[key, default: 0] += amount
        references.append(LineKey(key.key).reference)
        _ = index.insert(references.count - 1, of: references)
      }
    }
  }

  var hasClaims: Bool { !claims.isEmpty }
  var hasLines: Bool { !lines.isEmpty }

  func amount(ofClaim row: Int, _ type: LineType, in references: TextColumn, _ currency: Currency) -> Int64 {
    if index.row(in: self.references, equalTo: row, of: references) == nil { return 0 }
    return claims[Key(key: LineKey.text(type.name, references[row], 1), currency: currency)] ?? 0
  }

  /// On either side of a group.
  func amount(ofGroup key: String, _ currency: Currency) -> Int64 {
    let key = Key(key: key, currency: currency)
    return (claims[key] ?? 0) + (lines[key] ?? 0)
  }

  func amount(ofLine key: String, _ currency: Currency) -> Int64 { lines[Key(key: key, currency: currency)] ?? 0 }
}

/// The key of a discrepancy about a line: `<type>:<reference>`, with `#2` for the second of that reference (SPEC §7).
struct LineKey {
  let type: String
  /// With the `#2`, for a reference itself may end so.
  let reference: String

  init(_ key: String) {
    let cut = key.utf8.firstIndex(of: 0x3A) ?? key.utf8.endIndex
    type = String(key[..<cut])
    reference = cut == key.utf8.endIndex ? "" : String(key[key.utf8.index(after: cut)...])
  }

  static func text(_ type: String, _ reference: String, _ number: Int32) -> String {
    number > 1 ? "\(type):\(reference)#\(number)" : "\(type):\(reference)"
  }

  /// True when a kept line is what the key is about.
  func names(_ line: KeptLine) -> Bool {
    line.type == type && (line.reference == reference && line.occurrence <= 1 || "\(line.reference)#\(line.occurrence)" == reference)
  }
}
