import DurableFiles
import Feeds
import Reports
import SettlementCore

/// Walks the groups of a run in the order of their numbers.
struct GroupWalk {
  let posted: PostedRun

  /// What a group is about, beyond what `postings.csv` prints of it.
  struct Subject {
    /// Microseconds since 1970; nil when it has no time of its own.
    var instant: Int64?
    /// Numbers; −1: none.
    var entitlement: Int32 = -1
    var terms: Int32 = -1
    /// Row of the order among the run's; −1: the group belongs to none.
    var order: Int32 = -1
    /// Of a true-up, under the number that the terms have here.
    var ladder: LadderKey?
  }
  /// One group: its head, what it is about, and its lines as account codes and amounts.
  typealias Visit = (_ head: PostingGroup, _ subject: Subject, _ accounts: Span<Int32>, _ amounts: Span<Int64>) throws -> Void

  func forEach(_ visit: Visit) throws {
    var number = posted.firstGroup
    let tables = posted.settled.parts.map(\.groups)
    for place in posted.settled.sequence {
      let (part, group) = (Int(place.part), Int(place.group))
      let lines = tables[part].lines(group)
      let (head, subject) = head(tables, part, group, number)
      let (accounts, amounts) = (tables[part].account, tables[part].amount)
      try visit(head, subject, accounts.span.extracting(lines), amounts.span.extracting(lines))
      number += 1
    }
    try visitTrueUps(&number, visit)
    try visitAdjusts(&number, visit)
    try visitPayouts(&number, visit)
  }

  private var input: OrderPassInput { posted.settled.input }

  private func head(_ tables: [GroupTable], _ part: Int, _ group: Int, _ number: Int64) -> (PostingGroup, Subject) {
    // Tables and facts are reached through where they stand: a copy would count a reference per column.
    let (order, record, kind) = (Int(tables[part].order[group]), Int(tables[part].record[group]), tables[part].kind[group])
    let terms = terms(ofOrder: order)
    var reference = ReportText.row(order, of: input.facts.orders.ids)
    var (instant, entitlement, corrects): (Int64?, Int32, Int64) = (nil, -1, 0)
    switch kind {
    case .order: instant = input.facts.orders.paidAt[order]
    case .earn, .unearn:
      reference = .row(record, of: input.facts.redemptions.ids)
      entitlement = input.facts.redemptions.entitlement[record]
      instant = input.facts.redemptions.redeemedAt[record]
      if kind == .unearn {
        instant = input.facts.redemptions.reversedAt[record] == .min ? nil : input.facts.redemptions.reversedAt[record]
        corrects = posted.groupOfRedemption[record]
      }
    case .refund, .undo:
      reference = .row(record, of: input.facts.refunds.ids)
      entitlement = input.facts.refunds.entitlement[record]
      if kind == .refund { instant = input.facts.refunds.refundedAt[record] } else { corrects = posted.groupOfRefund[record] }
    default:
      entitlement = terms.lines[record].entitlement
      reference = .text(posted.entitlements[entitlement])
    }
    let head = PostingGroup(
      run: posted.id, businessDate: CalendarDay(number: input.businessDay(kind, record)), number: number, kind: kind,
      orderID: .row(order, of: input.facts.orders.ids), reference: reference, currency: input.facts.orders.currency[order],
      agreement: terms.bundle,
      version: terms.version.effective, corrects: corrects)
    return (head, Subject(instant: instant, entitlement: entitlement, terms: terms.number, order: Int32(order)))
  }

  /// The terms that split an order.
  func terms(ofOrder row: Int) -> Terms { input.terms(ofOrder: row) }

  private func visitTrueUps(_ number: inout Int64, _ visit: Visit) throws {
    for trueUp in posted.settled.trueUps {
      let terms = input.terms[Int(trueUp.key.terms)]
      let line = terms.lines[Int(trueUp.key.share)]
      let name = line.entitlement < 0 ? "-" : posted.entitlements[line.entitlement]
      let head = PostingGroup(
        run: posted.id, businessDate: posted.day, number: number, kind: .trueUp, orderID: .none,
        reference: .text("\(name)@\(line.tariff!.per.name(of: trueUp.key.period))"), currency: terms.currency, agreement: terms.bundle,
        version: terms.version.effective)
      let accounts = [Account.payable(trueUp.key.party).code, Account.revenue.code]
      let amounts = accounts[0] == accounts[1] ? [0, 0] : [-trueUp.amount, trueUp.amount]
      try visit(head, Subject(entitlement: line.entitlement, terms: terms.number, ladder: trueUp.key), accounts.span, amounts.span)
      number += 1
    }
  }

  private func visitAdjusts(_ number: inout Int64, _ visit: Visit) throws {
    for adjust in posted.adjusts {
      let head = PostingGroup(
        run: posted.id, businessDate: posted.day, number: number, kind: .adjust, orderID: .text(adjust.orderID),
        reference: .text(adjust.key),
        currency: adjust.currency)
      let accounts = [Account.payable(posted.parties.number(of: adjust.partner)!).code, Account.revenue.code]
      try visit(head, Subject(), accounts.span, [-adjust.amount, adjust.amount].span)
      number += 1
    }
  }

  private func visitPayouts(_ number: inout Int64, _ visit: Visit) throws {
    for payout in posted.payouts {
      let head = PostingGroup(
        run: posted.id, businessDate: payout.day, number: number, kind: .payout, orderID: .none, reference: .text(payout.id),
        currency: payout.currency)
      let accounts = [Account.payable(payout.party).code, Account.paidOut(payout.party).code]
      try visit(head, Subject(instant: payout.paidAt), accounts.span, [payout.amount, -payout.amount].span)
      number += 1
    }
  }
}

extension GroupWalk {
  /// Writes `postings.csv` of the run into an open file; returns how many lines.
  func write(to file: inout OutputFile) throws -> Int {
    var postings = PostingsFile(parties: posted.parties)
    try forEach { head, _, accounts, amounts in
      postings.append(head, accounts: accounts, amounts: amounts)
      if postings.bytes.count > 1 << 20 {
        try file.append(postings.bytes)
        postings.removeWritten()
      }
    }
    try file.append(postings.bytes)
    return postings.lines
  }
}
