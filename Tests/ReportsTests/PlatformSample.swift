import Reports
import SettlementCore

/// A believable month of the platform, made from a seed: every kind of posting group, whose lines sum to zero.
struct PlatformSample {
  static let parties = ["eleme", "qq-music", "douyin"]

  private(set) var statement: PlatformStatement
  private var random: SplitMix64
  private var book: PlatformStatement.Book

  /// `days` of March; `hostile` stands in every name from outside.
  static func make(
    language: PartnerSettings.Language = .zh, currencies: [String] = ["CNY"], days: Int = 12, hostile: String = "", seed: UInt64 = 3
  ) -> PlatformStatement {
    let first = CalendarDay("2026-03-01")!
    let last = first.adding(days: days - 1)
    var statement = PlatformStatement(
      period: "2026-03", days: first...first.adding(days: 30), zone: "Asia/Shanghai", run: "\(last)-001", businessDay: last,
      firstRun: "2026-03-01-001", runCount: days, head: String(repeating: "5a", count: 32), language: language)
    statement.titles = ["eleme": "饿了么\(hostile)", "qq-music": "QQ音乐\(hostile)"]
    statement.files = ["eleme": .init(draft: "eleme-2026-W11-draft.xlsx", issued: "eleme-2026-W10-R1.xlsx")]
    statement.discrepancies = [
      SampleDraft.finding(.amount, "redeemed:R1", order: "O1", ours: 199, theirs: 250),
      SampleDraft.finding(.missingAtStore, "redeemed:R2\(hostile)", order: "O2", ours: nil, theirs: 199, partner: "qq-music\(hostile)"),
      SampleDraft.finding(
        .unknownOrder, "redemption:R3", order: "O3", ours: nil, theirs: nil, leg: .store, partner: "-", currency: .unknown),
      SampleDraft.finding(.status, "redeemed:R4", order: "O4", ours: 1, theirs: nil, state: .inTransit),
    ]
    statement.books = currencies.map { code in
      var sample = PlatformSample(statement: statement, random: SplitMix64(seed: seed), book: .init(currency: Currency(code: code)!))
      return sample.filled(days, hostile)
    }
    return statement
  }

  private mutating func filled(_ days: Int, _ hostile: String) -> PlatformStatement.Book {
    book.parties = Self.parties.map {
      .init(party: $0 + hostile, account: RollForward(currency: book.currency, opening: 0, closing: 0), held: 0)
    }
    // What stood there when the month began.
    for (account, amount) in [(PlatformAccount.custody, 1_000_000), (.revenue, 150_000), (.heldForPlatform, 250_000)]
      as [(PlatformAccount, Int64)]
    {
      (book[account].opening, book[account].closing) = (amount, amount)
    }
    for place in book.parties.indices {
      let part: Int64 = [100_000, 200_000, 300_000][place]
      (book.parties[place].account.opening, book.parties[place].account.closing) = (part, part)
      book[.payable].opening += part
      book[.payable].closing += part
    }
    for number in 0..<days {
      book.days.append(.init(day: statement.days.lowerBound.adding(days: number)))
      book.days[number].runs = number == 3 ? 2 : 1
      for kind in GroupKind.allCases where kind != .payout || number == 5 { addGroup(kind) }
    }
    return book
  }

  private mutating func addGroup(_ kind: GroupKind) {
    let party = Int.random(in: 0..<book.parties.count, using: &random)
    let amount = Int64.random(in: 100...20_000, using: &random)
    let (part, own) = (amount / 3, amount - amount / 3)
    switch kind {
    case .order:
      post(kind, .custody, amount * 2)
      post(kind, .fees, -amount / 50)
      post(kind, .subsidy, 300)
      post(kind, .payable, -part, party)
      post(kind, .heldForParties, -amount, party)
      post(kind, .heldForPlatform, -(amount * 2 - amount / 50 + 300 - part - amount))
    case .earn:
      post(kind, .heldForParties, part, party)
      post(kind, .payable, -part + 7, party)
      post(kind, .revenue, -7)
    case .unearn:
      post(kind, .payable, 500, party)
      post(kind, .heldForParties, -500, party)
    case .refund:
      post(kind, .custody, -amount)
      post(kind, .payable, part, party)
      post(kind, .revenue, own - 5)
      post(kind, .suspense, 5)
    case .undo:
      post(kind, .custody, 40)
      post(kind, .revenue, -40)
    case .lapse:
      post(kind, .heldForParties, 60, party)
      post(kind, .heldForPlatform, -60)
    case .trueUp, .adjust:
      post(kind, .payable, kind == .adjust ? 2 : -250, party)
      post(kind, .revenue, kind == .adjust ? -2 : 250)
    case .payout:
      post(kind, .payable, 90_000, party)
      post(kind, .paidOut, -90_000)
    }
  }

  /// A line of a group, debit +.
  private mutating func post(_ kind: GroupKind, _ account: PlatformAccount, _ amount: Int64, _ party: Int = 0) {
    let shown = account.isOwner ? -amount : amount
    book[account].moves[Int(kind.rawValue)] += shown
    book[account].closing += shown
    let day = book.days.count - 1
    switch account {
    case .payable: SampleDraft.add(shown, kind, isLate: false, to: &book.parties[party].account)
    case .heldForParties: book.parties[party].held += shown
    case .custody where kind == .order: book.days[day].paid += shown
    case .custody: book.days[day].refunded -= shown
    case .revenue: book.days[day].revenue += shown
    case .heldForPlatform: book.days[day].heldChange += shown
    default: break
    }
  }
}
