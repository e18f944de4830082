import SettlementCore
import WorkbookWriter

/// The cover of the platform's statement: for each currency every group of accounts from opening to closing, the result of the month,
/// room to sign.
struct PlatformCover {
  /// Where one currency's table stands.
  struct Places {
    fileprivate let first: Int

    /// The Excel row of an account; one of totals stands behind the money accounts.
    func row(_ account: PlatformAccount) -> Int { first + account.rawValue + (account.isOwner ? 1 : 0) }
    var money: Int { first + PlatformAccount.money.count }
    var owners: Int { first + PlatformAccount.allCases.count + 1 }
  }

  static let opening = 1, firstMove = 2
  static let closing = firstMove + GroupKind.allCases.count
  /// Where the second field of a row begins.
  private static let second = 7
  /// Where the signatures begin, and how many columns each takes beyond its first.
  private static let signatures = [0, 4, 9]
  private static let signatureWidth = 2

  private let context: PlatformSheetContext
  private let wording: Wording

  init(_ context: PlatformSheetContext) { (self.context, wording) = (context, context.wording) }

  /// Writes the sheet; returns where the table of each currency stands.
  func write(on sheet: Sheet) throws -> [Places] {
    let amounts = context.totals.flatMap { $0.money + $0.owners + $0.book.accounts.flatMap(\.amounts) }
    let width = context.width(amounts)
    try sheet.setColumns([wording.language == .zh ? 24 : 32] + [Double](repeating: width, count: Self.closing))
    // More than two tables on one page would be too small to read.
    var row = try context.begin(sheet, .cover, note: wording.platformNote, pagesTall: context.totals.count <= 2 ? 1 : 0)
    row = try writeFields(on: sheet, from: row)
    if context.totals.isEmpty {
      try sheet.write(text: wording.noneInThisPeriod, row: row, column: 0)
      row += 2
    }
    var places: [Places] = []
    for total in context.totals { places.append(try write(total, on: sheet, &row)) }
    try writeSignatures(on: sheet, &row)
    for note in wording.platformNotes {
      row += 1
      try sheet.write(text: note, row: row, column: 0, format: .note)
    }
    try sheet.setPrintArea(lastRow: row, lastColumn: Self.closing)
    try sheet.protect()
    return places
  }

  // MARK: Who and when

  private func writeFields(on sheet: Sheet, from first: Int) throws(WorkbookError) -> Int {
    let statement = context.statement
    let currencies = context.totals.map { wording.name($0.book.currency) }.joined(separator: wording("、", ", "))
    let fields = [
      [(wording("结算单号", "Statement no."), statement.number), (wording("版本", "Version"), wording("草稿 DRAFT", "DRAFT"))],
      [
        (wording("编制单位", "Prepared for"), wording("平台", "Platform")),
        (
          wording("结算周期", "Period"),
          wording("\(statement.period)（\(wording.span(statement.days))）", "\(statement.period) (\(wording.span(statement.days)))")
        ),
      ],
      [(wording("批次", "Runs"), wording.runs(statement)), (wording("时区", "Zone"), statement.zone)],
      [(wording("数据截至营业日", "As of business day"), statement.businessDay.description), (wording("币种", "Currency"), currencies)],
      statement.head.isEmpty ? [] : [(wording("账本链头", "Ledger head"), statement.head)],
    ]
    for (place, pairs) in fields.enumerated() {
      for (pair, column) in zip(pairs, [0, Self.second]) {
        try sheet.write(text: pair.0, row: first + place, column: column, format: .label)
        try sheet.write(text: pair.1, row: first + place, column: column + 1)
      }
    }
    return first + fields.count + 1
  }

  // MARK: One currency

  private func write(_ total: PlatformTotals, on sheet: Sheet, _ row: inout Int) throws -> Places {
    let heads =
      ["\(wording("科目", "Accounts")) \(total.book.currency.code)", wording("期初", "Opening")] + GroupKind.allCases.map(wording.name)
      + [wording("期末", "Closing")]
    try context.write(heads: heads, on: sheet, row)
    let places = Places(first: row + 2)
    for accounts in [PlatformAccount.money, PlatformAccount.owners] {
      for account in accounts {
        row = places.row(account) - 1
        try write(account, total, on: sheet, row)
      }
      let isMoney = accounts == PlatformAccount.money
      row += 1
      let name = isMoney ? wording("钱在哪里：合计", "Where it is: total") : wording("钱是谁的：合计", "Whose it is: total")
      try sheet.write(text: "\(name) \(total.book.currency.code)", row: row, column: 0, format: .totalLabel)
      for (place, sum) in (isMoney ? total.money : total.owners).enumerated() {
        let letter = ColumnName.letter(Self.opening + place)
        try sheet.write(
          formula: "SUM(\(letter)\(places.row(accounts[0])):\(letter)\(row))", storedAmount: sum, exponent: total.exponent, row: row,
          column: Self.opening + place)
      }
    }
    row += 1
    try writeDifference(places, total, on: sheet, row)
    row += 2
    try writeResult(places, total, on: sheet, &row)
    row += 2
    return places
  }

  /// An account from opening to closing; kinds that did not move it are left empty.
  private func write(_ account: PlatformAccount, _ total: PlatformTotals, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    let line = total.book[account]
    try sheet.write(text: wording.name(account), row: row, column: 0, format: .label)
    try sheet.write(amount: line.opening, exponent: total.exponent, row: row, column: Self.opening, format: .value)
    for (place, amount) in line.moves.enumerated() {
      if amount == 0 {
        try sheet.write(text: "", row: row, column: Self.firstMove + place, format: .value)
      } else {
        try sheet.write(amount: amount, exponent: total.exponent, row: row, column: Self.firstMove + place, format: .value)
      }
    }
    let last = ColumnName.letter(Self.closing - 1)
    try sheet.write(
      formula: "SUM(B\(row + 1):\(last)\(row + 1))", storedAmount: line.closing, exponent: total.exponent, row: row, column: Self.closing,
      format: .value)
  }

  private func writeDifference(_ places: Places, _ total: PlatformTotals, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try sheet.write(text: wording("差额（应为零）", "Difference, to be zero"), row: row, column: 0, format: .label)
    for column in Self.opening...Self.closing {
      let letter = ColumnName.letter(column)
      try sheet.write(
        formula: "ROUND(\(letter)\(places.money)-\(letter)\(places.owners),\(total.exponent))", storedAmount: 0, exponent: total.exponent,
        row: row, column: column, format: .value)
    }
  }

  /// What the month brought the platform.
  private func writeResult(_ places: Places, _ total: PlatformTotals, on sheet: Sheet, _ row: inout Int) throws(WorkbookError) {
    let (revenue, result) = (places.row(.revenue), total.change(.revenue))
    let closing = ColumnName.letter(Self.closing)
    let name = wording("本期平台收入（小写）", "Platform's revenue of the month")
    try sheet.write(text: "\(name) \(total.book.currency.code)", row: row, column: 0, format: .totalLabel)
    try sheet.write(
      formula: "\(closing)\(revenue)-B\(revenue)", storedAmount: result, exponent: total.exponent, row: row, column: 1)
    guard total.book.currency.code == "CNY" else { return }
    row += 1
    try sheet.write(text: wording("本期平台收入（大写）", "In words (大写)"), row: row, column: 0, format: .label)
    try sheet.write(text: RenminbiCapitals.text(fen: result), row: row, column: 1)
  }

  /// A line to sign above each name.
  private func writeSignatures(on sheet: Sheet, _ row: inout Int) throws(WorkbookError) {
    row += 2
    let names = [wording("制单", "Prepared by"), wording("复核", "Checked by"), wording("审批", "Approved by")]
    for (name, first) in zip(names, Self.signatures) {
      for column in first...first + Self.signatureWidth {
        try sheet.write(text: column == first ? name : "", row: row, column: column, format: .totalLabel)
      }
    }
    row += 1
  }
}
