import SettlementCore

@testable import Reconciliation

/// Both sides of a small reconciliation, row by row. Amounts in fen, also of a line without currency; days as numbers.
struct Statement {
  static let yuan = Currency(code: "CNY")!
  var claims = ClaimTable()
  var lines = LineTable()
  var settled = SettledKeys()
  var today: Int32 = 100
  /// Nil: every day.
  var coveredDays: Set<Int32>?
  var profile = StatementProfile(url: "file:x/{date}.csv", matches: .redemptions)

  private static func append(_ type: LineType, _ reference: String, to keys: inout TextColumn) {
    MatchKey.begin(type, in: &keys)
    MatchKey.extend(&keys, 0, of: TextColumn([reference]))
    keys.endRow()
  }

  mutating func claim(
    _ reference: String, _ amount: Int64, _ type: LineType = .redeemed, day: Int32 = 100, item: String = "video", hasRefund: Bool = false,
    of counterpart: String? = nil
  ) {
    Self.append(type, reference, to: &claims.keys)
    claims.type.append(type)
    claims.amount.append(amount)
    claims.currency.append(Self.yuan)
    claims.day.append(day)
    claims.item.append(Int32(claims.itemNames.count))
    claims.itemNames.append(item)
    claims.occurrence.append(0)
    claims.record.append(Int32(claims.record.count))
    claims.isWaiting.append(false)
    claims.counterpart.append(counterpart == nil ? -1 : Int32(claims.counterpartKeys.count))
    if let counterpart { Self.append(.redeemed, counterpart, to: &claims.counterpartKeys) }
    claims.hasStandingRefund.append(hasRefund)
  }

  mutating func line(
    _ reference: String, _ amount: Int64, _ type: LineType = .redeemed, day: Int32 = 100, item: String = "", currency: Currency = .unknown,
    of counterpart: String? = nil
  ) {
    Self.append(type, reference, to: &lines.keys)
    lines.type.append(type)
    lines.amount.append(currency == .unknown ? amount * 100 : amount)
    lines.currency.append(currency)
    lines.day.append(day)
    lines.item.append(item)
    lines.occurrence.append(0)
    lines.counterpart.append(counterpart == nil ? -1 : Int32(lines.counterpartKeys.count))
    if let counterpart { Self.append(.redeemed, counterpart, to: &lines.counterpartKeys) }
  }

  func judged() throws -> (verdicts: [Verdict], counts: BucketCounts, match: Matcher) {
    let match = Matcher(claims, lines)
    let reconciler = Reconciler(profile: profile, today: CalendarDay(number: today), coveredDays: coveredDays)
    let (verdicts, counts) = try reconciler.judge(claims, lines, match, settled: settled)
    return (verdicts, counts, match)
  }

  /// "claim/line bucket state", −1 as "-": one text per verdict; `#2` for a later occurrence.
  func told() throws -> [String] {
    try judged().verdicts.map { verdict in
      let (claim, line) = (verdict.claim < 0 ? "-" : "\(verdict.claim)", verdict.line < 0 ? "-" : "\(verdict.line)")
      return "\(claim)/\(line) \(verdict.bucket) \(verdict.state)" + (verdict.occurrence > 1 ? " #\(verdict.occurrence)" : "")
    }
  }
}
