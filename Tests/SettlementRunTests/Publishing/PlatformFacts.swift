import Foundation
import Reports
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// The platform's statement of a ledger's newest run against the lines of all its runs, as `qingfen export postings` gives them.
enum PlatformFacts {
  /// Expects that each account, party and day is what the lines sum to.
  static func check(_ configuration: Configuration, _ comment: Comment) throws {
    let lines = try lines(configuration)  // before the ledger is opened here: it is held while it is read
    let reading = try LedgerReading(configuration)
    let newest = try #require(reading.state.runs.last)
    let found = try PlatformBook(record: newest, runs: reading.state.runs, rules: reading.rules, zone: reading.zone).statement(
      reading.ledger, [], drafts: [], closed: [], language: .zh)
    var expected: [Currency: PlatformStatement.Book] = [:]
    for (currency, lines) in lines { expected[currency] = book(currency, lines, found.period) }
    for book in found.books {
      let sums = try #require(expected[book.currency], comment)
      for account in PlatformAccount.allCases { #expect(book[account] == sums[account], "\(comment): \(account)") }
      let parties = book.parties.filter { $0.account != RollForward(currency: book.currency, opening: 0, closing: 0) || $0.held != 0 }
      #expect(parties.sorted { $0.party < $1.party } == sums.parties.sorted { $0.party < $1.party }, "\(comment): parties")
      #expect(amounts(book.days) == amounts(sums.days), "\(comment): days")
    }
    #expect(Set(found.books.map(\.currency)) == Set(expected.keys), comment)
  }

  private struct Line {
    let day: CalendarDay
    let kind: GroupKind
    let party: String
    let account: String
    let amount: Int64
  }

  private static func lines(_ configuration: Configuration) throws -> [Currency: [Line]] {
    var bytes: [UInt8] = []
    try PostingsExport(configuration, .all).write { bytes += $0 }
    var lines: [Currency: [Line]] = [:]
    for row in CSVText.rows(String(decoding: bytes, as: UTF8.self)).dropFirst() {
      let currency = try #require(Currency(code: row[8]))
      lines[currency, default: []].append(
        Line(
          day: try #require(CalendarDay(row[0].prefix(10))), kind: try #require(GroupKind.allCases.first { $0.name == row[3] }),
          party: row[6],
          account: row[7], amount: try MoneyText.parse(row[9], exponent: currency.exponent)))
    }
    return lines
  }

  private static func book(_ currency: Currency, _ lines: [Line], _ month: String) -> PlatformStatement.Book {
    var book = PlatformStatement.Book(currency: currency)
    var parties: [String: PlatformStatement.PartyRow] = [:]
    var days: [CalendarDay: PlatformStatement.DayRow] = [:]
    for line in lines {
      let account = self.account(line)
      let amount = ["custody", "fees", "subsidy", "suspense", "paid-out"].contains(line.account) ? line.amount : -line.amount
      let isOld = line.day.description.prefix(7) < month
      if isOld { book[account].opening += amount } else { book[account].moves[Int(line.kind.rawValue)] += amount }
      book[account].closing += amount
      if account == .payable || account == .heldForParties {
        var row = parties[line.party] ?? .init(party: line.party, account: RollForward(currency: currency, opening: 0, closing: 0), held: 0)
        if account == .heldForParties { row.held += amount } else { count(amount, line.kind, isOld, &row.account) }
        parties[line.party] = row
      }
      if isOld { continue }
      var day = days[line.day] ?? .init(day: line.day)
      switch account {
      case .custody: if line.kind == .order { day.paid += amount } else { day.refunded -= amount }
      case .revenue: day.revenue += amount
      case .heldForPlatform: day.heldChange += amount
      default: break
      }
      days[line.day] = day
    }
    let nothing = RollForward(currency: currency, opening: 0, closing: 0)
    book.parties = parties.values.filter { $0.account != nothing || $0.held != 0 }
    book.days = days.values.sorted { $0.day < $1.day }
    return book
  }

  /// The days on which something moved, in their order.
  private static func amounts(_ days: [PlatformStatement.DayRow]) -> [String] {
    days.filter { [$0.paid, $0.refunded, $0.revenue, $0.heldChange].contains { $0 != 0 } }.map {
      "\($0.day) \($0.paid) \($0.refunded) \($0.revenue) \($0.heldChange)"
    }
  }

  private static func account(_ line: Line) -> PlatformAccount {
    switch (line.account, line.party) {
    case ("custody", _): .custody
    case ("fees", _): .fees
    case ("subsidy", _): .subsidy
    case ("suspense", _): .suspense
    case ("paid-out", _): .paidOut
    case ("revenue", _): .revenue
    case (let name, "platform") where name.hasPrefix("held:"): .heldForPlatform
    case (let name, _) where name.hasPrefix("held:"): .heldForParties
    default: .payable
    }
  }

  private static func count(_ amount: Int64, _ kind: GroupKind, _ isOld: Bool, _ account: inout RollForward) {
    account.closing += amount
    switch kind {
    case _ where isOld: account.opening += amount
    case .order, .earn, .lapse: account.earned += amount
    case .unearn, .refund, .undo: account.refunded -= amount
    case .trueUp: account.trueUps += amount
    case .adjust: account.adjustments += amount
    case .payout: account.paid -= amount
    }
  }
}
