import SettlementCore
import WorkbookWriter

/// Where the money is and whose it is: two sides of one equation, every figure taken from the cover.
struct PlatformMoneySheet {
  /// Excel rows of the two sums of a currency, in columns B to D.
  struct Places {
    var money = 0
    var owners = 0
  }

  private enum Line {
    case account(PlatformAccount)
    case sum(String, [PlatformAccount])
  }

  private let context: PlatformSheetContext
  private let wording: Wording
  private let cover: [PlatformCover.Places]

  init(_ context: PlatformSheetContext, _ cover: [PlatformCover.Places]) {
    (self.context, wording, self.cover) = (context, context.wording, cover)
  }

  func write(on sheet: Sheet) throws -> [Places] {
    let width = context.width(
      context.totals.flatMap { $0.money + $0.owners + $0.book.accounts.flatMap { [$0.opening, $0.closing] } }, 16...26)
    try sheet.setColumns([wording.language == .zh ? 36 : 46, width, width, width, wording.language == .zh ? 66 : 88])
    var row = try context.begin(sheet, .money, note: note, pagesTall: context.totals.count <= 2 ? 1 : 0)
    var places: [Places] = []
    for (total, cover) in zip(context.totals, cover) { places.append(try write(total, cover, on: sheet, &row)) }
    return places
  }

  private var note: String {
    wording(
      "代收款 + 手续费 + 已付款 + 平台补贴 + 挂账 = 应付 + 待结 + 收入。手续费与已付款为负数：钱已离开代收账户；平台补贴为应补入、尚未到账的款项。",
      "Custody + fees + paid out + subsidy + suspense = payable + held + revenue. Fees and paid out are negative: that money has left "
        + "custody. Subsidy is what is still to be added."
    )
  }

  private var money: [Line] {
    [
      .account(.custody), .account(.fees), .account(.paidOut),
      .sum(wording("代收账户应有余额（不含未分账订单）", "What custody should hold (without parked orders)"), [.custody, .fees, .paidOut]),
      .account(.subsidy), .account(.suspense),
      .sum(wording("钱在哪里：合计", "Where it is: total"), PlatformAccount.money),
    ]
  }

  private var owners: [Line] {
    [
      .account(.payable), .account(.heldForParties), .sum(wording("属于合作方和渠道", "Of partners and channels"), [.payable, .heldForParties]),
      .account(.revenue), .account(.heldForPlatform), .sum(wording("属于平台", "Of the platform"), [.revenue, .heldForPlatform]),
      .sum(wording("钱是谁的：合计", "Whose it is: total"), PlatformAccount.owners),
    ]
  }

  private func write(_ total: PlatformTotals, _ cover: PlatformCover.Places, on sheet: Sheet, _ row: inout Int) throws -> Places {
    let heads = [
      wording.name(total.book.currency), wording("期初", "Opening"), wording("本期变动", "Change"), wording("期末", "Closing"),
      wording("说明", "What it is"),
    ]
    try context.write(heads: heads, on: sheet, row)
    var places = Places()
    for (title, lines) in [(wording("钱在哪里", "Where the money is"), money), (wording("钱是谁的", "Whose it is"), owners)] {
      row += 1
      try context.write(title, on: sheet, row, columns: 5)
      var rows: [PlatformAccount: Int] = [:]
      for line in lines {
        row += 1
        switch line {
        case .account(let account):
          rows[account] = row + 1
          try write(account, total, cover.row(account), on: sheet, row)
        case .sum(let name, let accounts): try write(name, accounts, rows, total, on: sheet, row)
        }
      }
      if places.money == 0 { places.money = row + 1 } else { places.owners = row + 1 }
    }
    row += 1
    try sheet.write(text: wording("差额（应为零）", "Difference, to be zero"), row: row, column: 0, format: .label)
    for column in 1...3 {
      let letter = ColumnName.letter(column)
      try sheet.write(
        formula: "ROUND(\(letter)\(places.money)-\(letter)\(places.owners),\(total.exponent))", storedAmount: 0, exponent: total.exponent,
        row: row, column: column, format: .value)
    }
    row += 3
    return places
  }

  private func write(
    _ account: PlatformAccount, _ total: PlatformTotals, _ source: Int, on sheet: Sheet, _ row: Int
  ) throws(WorkbookError) {
    let (line, name) = (total.book[account], "'\(wording.platform(.cover))'!")
    try sheet.write(text: wording.name(account), row: row, column: 0)
    let closing = "\(name)\(ColumnName.letter(PlatformCover.closing))\(source)"
    for (column, formula, amount) in [
      (1, "\(name)B\(source)", line.opening), (2, "D\(row + 1)-B\(row + 1)", total.change(account)), (3, closing, line.closing),
    ] {
      try sheet.write(formula: formula, storedAmount: amount, exponent: total.exponent, row: row, column: column, format: .amount)
    }
    try sheet.write(text: wording.meaning(account), row: row, column: 4, format: .wrappedText)
  }

  /// A sum of accounts, by the rows in which they stand.
  private func write(
    _ name: String, _ accounts: [PlatformAccount], _ rows: [PlatformAccount: Int], _ total: PlatformTotals, on sheet: Sheet, _ row: Int
  ) throws {
    try sheet.write(text: name, row: row, column: 0, format: .totalLabel)
    let opening = try accounts.reduce(Int64(0)) { try $0.adding(total.book[$1].opening) }
    let closing = try accounts.reduce(Int64(0)) { try $0.adding(total.book[$1].closing) }
    for (place, sum) in [opening, try closing.adding(try opening.times(-1)), closing].enumerated() {
      let letter = ColumnName.letter(place + 1)
      let formula = accounts.map { "\(letter)\(rows[$0]!)" }.joined(separator: "+")
      try sheet.write(formula: formula, storedAmount: sum, exponent: total.exponent, row: row, column: place + 1)
    }
    try sheet.write(text: "", row: row, column: 4, format: .totalLabel)
  }
}
