import SettlementCore
import WorkbookWriter

/// What every party is owed and what is locked for it, with what is open and where its own statement is.
struct PlatformPartiesSheet {
  /// Excel rows of the totals, by currency, and of the open discrepancies without a table of their own; nil: none.
  struct Places {
    var totals: [Int] = []
    var others: ClosedRange<Int>?
  }

  static let opening = 2, closing = 8, held = 9, count = 10, difference = 11, draft = 12, issued = 13

  /// Whose the discrepancies are that belong to no party; a party may have that id, too.
  static let nobody = "-"

  private let context: PlatformSheetContext
  private let wording: Wording
  private var statement: PlatformStatement { context.statement }

  init(_ context: PlatformSheetContext) { (self.context, wording) = (context, context.wording) }

  func write(on sheet: Sheet) throws -> Places {
    try sheet.setColumns(widths)
    var row = try context.begin(sheet, .parties, note: note, heads: 4)
    var places = Places()
    for total in context.totals {
      try context.write(wording.name(total.book.currency), on: sheet, row, columns: Self.issued + 1)
      row += 1
      try context.write(heads: heads, on: sheet, row)
      let first = row + 2
      for party in total.rows {
        row += 1
        try write(party, total, on: sheet, row)
      }
      row += 1
      try writeTotal(total, rows: total.rows.isEmpty ? nil : first...row, on: sheet, row)
      places.totals.append(row + 1)
      row += 2
    }
    places.others = try writeOthers(on: sheet, &row)
    return places
  }

  private var note: String {
    wording(
      "期初 + 应结 − 冲回 ± 阶梯调整 ± 差异调整 − 已付 = 期末，均按入账批次归月；差额 = 对方 − 我方。合计与封面“应付合作方”“待结：各方”一致："
        + "应结 = 封面的订单分成 + 核销 + 过期结转，冲回 = −（核销撤销 + 退款冲回 + 退款撤销）。",
      "Opening + earned − taken back ± true-ups ± adjustments − paid = closing, by the runs that posted it; difference = theirs − ours. "
        + "Totals are the cover's: earned = its order shares + redemptions + lapses, taken back = −(redemptions reversed + refunds + undone)."
    )
  }

  private var heads: [String] {
    [
      wording("分账方", "Party"), wording("名称", "Title"), wording("期初应付", "Payable, opening"), wording("应结", "Earned"),
      wording("冲回\n（核销撤销、退款）", "Taken back"), wording("阶梯调整", "True-ups"), wording("差异调整", "Adjustments"), wording("已付", "Paid"),
      wording("期末应付", "Payable, closing"), wording("期末待结", "Held, closing"), wording("待处理笔数", "Open items"),
      wording("待处理差额\n（净额）", "Open difference\n(net)"), wording("最新草稿\n（本批次）", "Newest draft\n(this run)"),
      wording("最新签发\n（截至本批次）", "Newest issued\n(before this run)"),
    ]
  }

  private var widths: [Double] {
    func fitted(_ texts: [String], _ bounds: ClosedRange<Int>) -> Double {
      TextWidth.fitted(texts.reduce(0) { max($0, TextWidth.columns($1)) }, bounds)
    }
    let parties = context.totals.flatMap { $0.rows.map(\.party) }
    let sums = context.totals.flatMap { [$0.parties.opening, $0.parties.earned, $0.parties.closing, $0.held, $0.parties.paid] }
    let amount = context.width(sums + context.totals.flatMap { $0.rows.map(\.account.closing) })
    return [fitted(parties.map(wording.party), 12...24), fitted(parties.map(title), 12...28)] + [Double](repeating: amount, count: 8)
      + [10, amount, fitted(statement.files.values.map(\.draft), 14...40), fitted(statement.files.values.map(\.issued), 16...40)]
  }

  private func title(_ party: String) -> String { statement.titles[party] ?? "" }

  private func write(_ party: PlatformStatement.PartyRow, _ total: PlatformTotals, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try sheet.write(text: wording.party(party.party), row: row, column: 0, format: .wrappedText)
    if !title(party.party).isEmpty { try sheet.write(text: title(party.party), row: row, column: 1, format: .wrappedText) }
    try write(total.open[party.party] ?? DiscrepancySum(), exponent: total.exponent, on: sheet, row)
    if party.party == Self.nobody, !total.book.parties.contains(where: { $0.party == Self.nobody }) { return }
    for (place, amount) in Self.amounts(party.account).enumerated() {
      try sheet.write(amount: amount, exponent: total.exponent, row: row, column: Self.opening + place)
    }
    try sheet.write(
      formula: Self.rollForward(row + 1), storedAmount: party.account.closing, exponent: total.exponent, row: row, column: Self.closing,
      format: .amount)
    try sheet.write(amount: party.held, exponent: total.exponent, row: row, column: Self.held)
    let files = statement.files[party.party] ?? .init()
    for (place, file) in [files.draft, files.issued].enumerated() where !file.isEmpty {
      try sheet.write(text: file, row: row, column: Self.draft + place, format: .wrappedText)
    }
  }

  /// Opening to paid, refunded and paid as they were given.
  private static func amounts(_ account: RollForward) -> [Int64] {
    [account.opening, account.earned, account.refunded, account.trueUps, account.adjustments, account.paid]
  }

  private static func rollForward(_ row: Int) -> String { "C\(row)+D\(row)-E\(row)+F\(row)+G\(row)-H\(row)" }

  private func write(_ open: DiscrepancySum, exponent: Int, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try sheet.write(integer: open.count, row: row, column: Self.count)
    if let difference = open.difference {
      try sheet.write(amount: difference, exponent: exponent, row: row, column: Self.difference)
    } else {
      try sheet.write(text: wording.tooLarge, row: row, column: Self.difference)
    }
  }

  private func writeTotal(_ total: PlatformTotals, rows: ClosedRange<Int>?, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try context.write(total: wording("合计 ", "Total ") + total.book.currency.code, on: sheet, row, columns: Self.opening)
    let sums = Self.amounts(total.parties) + [total.parties.closing, total.held, total.openSum.count, total.openSum.difference]
    for (place, sum) in sums.enumerated() {
      guard let sum else {
        try sheet.write(text: wording.tooLarge, row: row, column: Self.opening + place, format: .totalLabel)
        continue
      }
      let column = Self.opening + place
      let isCount = column == Self.count
      let letter = ColumnName.letter(column)
      let exponent = isCount ? 0 : total.exponent
      let look: CellFormat = isCount ? .totalInteger : .totalAmount
      guard let rows else {
        try sheet.write(amount: sum, exponent: exponent, row: row, column: column, format: look)
        continue
      }
      try sheet.write(
        formula: "SUM(\(letter)\(rows.lowerBound):\(letter)\(row))", storedAmount: sum, exponent: exponent, row: row, column: column,
        format: look)
    }
  }

  /// Open discrepancies without a currency, or in one in which nothing was ever posted: how many, by party.
  private func writeOthers(on sheet: Sheet, _ row: inout Int) throws(WorkbookError) -> ClosedRange<Int>? {
    struct Key: Hashable {
      let party: String
      let currency: String
    }
    let known = Set(context.totals.map(\.book.currency))
    var counts: [Key: Int64] = [:]
    for discrepancy in statement.discrepancies where discrepancy.finding.state == .open && !known.contains(discrepancy.finding.currency) {
      counts[Key(party: discrepancy.finding.partner, currency: discrepancy.finding.currency.code), default: 0] += 1
    }
    if counts.isEmpty { return nil }
    let sorted = counts.sorted { ($0.key.party, $0.key.currency) < ($1.key.party, $1.key.currency) }
    try context.write(wording("其他待处理差异", "Other open discrepancies"), on: sheet, row, columns: 3)
    row += 1
    try context.write(heads: [wording("分账方", "Party"), wording("币种", "Currency"), wording("笔数", "Items")], on: sheet, row)
    let first = row + 2
    for (key, count) in sorted {
      row += 1
      try sheet.write(text: wording.party(key.party), row: row, column: 0, format: .wrappedText)
      try sheet.write(text: key.currency.isEmpty ? wording("无", "none") : key.currency, row: row, column: 1, format: .mark)
      try sheet.write(integer: count, row: row, column: 2)
    }
    return first...(row + 1)
  }
}
