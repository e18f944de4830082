import SettlementCore

/// Why a period of a partner is not closed.
public struct ClosingObstacle: Hashable, Sendable {
  /// What is in the way, and what to do.
  public let text: String
  /// Short, for the record of a forced closing.
  public let summary: String
  public let canBeForced: Bool
  /// What a command that ends with it says: 3 when something is missing, 2 for discrepancies.
  public let exit: ExitCode
}

extension ClosingObstacle {
  private static let force = "or close all the same with --force --reason TEXT --by NAME"

  static func notOver(_ days: ClosedRange<CalendarDay>, yesterday: CalendarDay) -> ClosingObstacle {
    never("the period ends with \(days.upperBound), and the last day that is over is \(yesterday)", "close it when it is over")
  }

  static func notRun(_ days: ClosedRange<CalendarDay>, newest: CalendarDay) -> ClosingObstacle {
    let first = max(days.lowerBound, newest.adding(days: 1))
    let missing = first == days.upperBound ? "\(first) has" : "\(first) to \(days.upperBound) have"
    return never("\(missing) no run", "run them first: qingfen run --date \(days.upperBound)")
  }

  static func outOfOrder(_ partner: String, first: String) -> ClosingObstacle {
    never("\(first) is still open, and periods close in their order", "qingfen close --period \(first) --partner \(partner)")
  }

  private static func never(_ what: String, _ advice: String) -> ClosingObstacle {
    ClosingObstacle(text: "\(what); \(advice) (--force does not help)", summary: what, canBeForced: false, exit: .sourceMissing)
  }

  /// Statements of the partner that were expected and have not come; days or names of files.
  static func missing(_ names: [String]) -> ClosingObstacle {
    let shown = names.prefix(10).joined(separator: ", ") + (names.count > 10 ? " and \(names.count - 10) more" : "")
    let what = names.count == 1 ? "1 expected statement has not come or cannot be used" : "\(names.count) expected statements have not come or cannot be used"
    return ClosingObstacle(
      text: "\(what): \(shown); get what is missing and run the newest day again, \(force)", summary: "\(what): \(shown)", canBeForced: true,
      exit: .sourceMissing)
  }

  /// Statements whose totals are not what their lines sum to.
  static func incomplete(_ partner: String, _ count: Int) -> ClosingObstacle {
    let what = count == 1 ? "1 statement is incomplete (control-total)" : "\(count) statements are incomplete (control-total)"
    return ClosingObstacle(
      text: "\(what); see qingfen discrepancies list --partner \(partner) --kind control-total, get whole files, \(force)", summary: what,
      canBeForced: true, exit: .sourceMissing)
  }

  static func open(_ partner: String, count: Int, sums: [Currency: Int128], until day: CalendarDay, limit: OpenLimit) -> ClosingObstacle {
    let amounts = sums.sorted { $0.key.code < $1.key.code }.filter { $0.value != 0 }.map { currency, sum in
      (Int64(exactly: sum).map { "\(Money($0, currency))" } ?? "more than 64 bits of \(currency.code)")
    }
    let differences = amounts.isEmpty ? "" : ", differences of \(amounts.joined(separator: " and ")) in sum"
    let what = "\(count == 1 ? "1 open discrepancy" : "\(count) open discrepancies") up to \(day)\(differences)"
    return ClosingObstacle(
      text: "\(what); allowed: \(limit.words); decide on them (qingfen discrepancies list --partner \(partner) --state open), \(force)",
      summary: what, canBeForced: true, exit: .openDiscrepancies)
  }
}

extension OpenLimit {
  /// `none`, `at most 5, of 100 in sum`.
  fileprivate var words: String {
    let sum = amount.map { MoneyText.print($0, exponent: 4) }
    switch (count, sum) {
    case (0?, _): return "none"
    case (let count?, nil): return "at most \(count)"
    case (let count?, let sum?): return "at most \(count), of at most \(sum) in sum"
    case (nil, let sum): return "differences of at most \(sum ?? "any") in sum"
    }
  }
}
