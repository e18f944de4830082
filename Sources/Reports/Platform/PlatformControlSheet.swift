import SettlementCore
import WorkbookWriter

/// The control totals of the platform's statement, as formulas over its other sheets.
struct PlatformControlSheet {
  let context: PlatformSheetContext
  let cover: [PlatformCover.Places]
  let parties: PlatformPartiesSheet.Places
  /// Excel rows of the totals by day.
  let days: [Int]
  let money: [PlatformMoneySheet.Places]

  private var wording: Wording { context.wording }

  func write(on sheet: Sheet) throws(WorkbookError) {
    try sheet.setColumns([wording.language == .zh ? 44 : 56, 10, 22, 22, 18, 10])
    var row = try context.begin(sheet, .controls, note: wording.controlNote, heads: 3)
    var pairs: [ControlTable.Pair] = []
    for place in context.totals.indices { pairs += sums(place) + tables(place) + balances(place) }
    pairs.append(openItems)
    try ControlTable(wording: wording).write(pairs, on: sheet, &row)
  }

  private func pair(_ place: Int, _ zh: String, _ en: String, _ left: String, _ right: String?, _ amount: Int64) -> ControlTable.Pair {
    ControlTable.Pair(
      name: wording(zh, en), currency: context.totals[place].book.currency, left: left, right: right, amount: amount)
  }

  private func onCover(_ column: Int, _ row: Int) -> String { "'\(wording.platform(.cover))'!\(ColumnName.letter(column))\(row)" }

  private func change(_ row: Int) -> String { "\(onCover(PlatformCover.closing, row))-\(onCover(PlatformCover.opening, row))" }

  /// Debit = credit.
  private func sums(_ place: Int) -> [ControlTable.Pair] {
    let (total, cover) = (context.totals[place], cover[place])
    let (opening, closing) = (PlatformCover.opening, PlatformCover.closing)
    let (first, last) = (ColumnName.letter(PlatformCover.firstMove), ColumnName.letter(closing - 1))
    func moves(_ row: Int) -> String { "SUM('\(wording.platform(.cover))'!\(first)\(row):\(last)\(row))" }
    return [
      pair(
        place, "封面期初：钱在哪里 = 钱是谁的", "Cover, opening: where it is = whose it is", onCover(opening, cover.money),
        onCover(opening, cover.owners), total.money[0]),
      pair(
        place, "封面本期变动：钱在哪里 = 钱是谁的", "Cover, moves: where it is = whose it is", moves(cover.money), moves(cover.owners),
        total.money.last! - total.money[0]),
      pair(
        place, "封面期末：钱在哪里 = 钱是谁的", "Cover, closing: where it is = whose it is", onCover(closing, cover.money),
        onCover(closing, cover.owners), total.money.last!),
    ]
  }

  /// The other sheets say what the cover says.
  private func tables(_ place: Int) -> [ControlTable.Pair] {
    let (total, cover) = (context.totals[place], cover[place])
    let (payable, held) = (total.book[.payable], total.book[.heldForPlatform])
    func party(_ column: Int) -> String { "'\(wording.platform(.parties))'!\(ColumnName.letter(column))\(parties.totals[place])" }
    func day(_ letter: String) -> String { "'\(wording.platform(.days))'!\(letter)\(days[place])" }
    func sum(_ row: Int) -> String { "'\(wording.platform(.money))'!D\(row)" }
    let closing = PlatformCover.closing
    return [
      pair(
        place, "各方应付期初合计 = 封面应付期初", "Parties, opening = cover, payable", party(PlatformPartiesSheet.opening),
        onCover(PlatformCover.opening, cover.row(.payable)), payable.opening),
      pair(
        place, "各方应付期末合计 = 封面应付期末", "Parties, closing = cover, payable", party(PlatformPartiesSheet.closing),
        onCover(closing, cover.row(.payable)), payable.closing),
      pair(
        place, "各方期末待结合计 = 封面待结：各方", "Parties, held = cover, held for parties", party(PlatformPartiesSheet.held),
        onCover(closing, cover.row(.heldForParties)), total.held),
      pair(
        place, "收入日报合计 = 封面收入变动", "By day, revenue = cover, change of revenue", day("E"), change(cover.row(.revenue)),
        total.change(.revenue)),
      pair(
        place, "日报实收 − 退款 = 封面代收款变动", "By day, paid less refunded = cover, change of custody", "\(day("C"))-\(day("D"))",
        change(cover.row(.custody)), total.change(.custody)),
      pair(
        place, "日报待结（平台）余额 = 封面待结：平台", "By day, held = cover, held for the platform", day("H"),
        onCover(closing, cover.row(.heldForPlatform)), held.closing),
      pair(
        place, "资金：钱在哪里 = 钱是谁的", "Money: where it is = whose it is", sum(money[place].money), sum(money[place].owners),
        total.money.last!),
    ]
  }

  /// Every closing is what the ledger holds.
  private func balances(_ place: Int) -> [ControlTable.Pair] {
    PlatformAccount.allCases.map { account in
      let name = wording.name(account)
      return pair(
        place, "封面期末 = 账本余额：\(name)", "Cover, closing = the ledger's balance: \(name)",
        onCover(PlatformCover.closing, cover[place].row(account)), nil, context.totals[place].book[account].closing)
    }
  }

  private var openItems: ControlTable.Pair {
    let (name, count) = ("'\(wording.platform(.parties))'!", ColumnName.letter(PlatformPartiesSheet.count))
    var terms = parties.totals.map { "\(name)\(count)\($0)" }
    if let others = parties.others { terms.append("SUM(\(name)C\(others.lowerBound):C\(others.upperBound))") }
    return ControlTable.Pair(
      name: wording("各方待处理笔数 = 批次待处理差异", "Parties, open items = open discrepancies of the run"), currency: nil,
      left: terms.isEmpty ? nil : terms.joined(separator: "+"), right: nil,
      amount: Int64(context.statement.discrepancies.count { $0.finding.state == .open }),
      isCount: true)
  }
}
