import SettlementCore
import WorkbookWriter

/// The ladders of the partner: where each stands and what is left in its tier; below, every tier of each.
struct LadderSheet {
  let statement: PartnerStatement
  let wording: Wording

  func write(on sheet: Sheet) throws(WorkbookError) {
    let names = statement.ladders.map { TextWidth.columns($0.agreement) }.max() ?? 0
    let items = statement.ladders.map { TextWidth.columns($0.entitlement) }.max() ?? 0
    try sheet.setColumns([6, TextWidth.fitted(names, 14...26), 12, TextWidth.fitted(items, 12...26), 12, 12, 16, 8, 16, 16, 16, 16])
    try sheet.setUpPrinting(PrintSetup(footer: statement.number, pages: wording.pages))
    try sheet.write(text: wording("阶梯", "Ladders"), row: 0, column: 0, format: .title)
    try sheet.write(text: wording.ladderNote, row: 1, column: 0, format: .note)
    var row = 3
    try head(
      [
        wording("序号", "No."), wording("分账协议", "Agreement"), wording("规则版本", "Rule version"), wording("权益", "Entitlement"),
        wording("阶梯周期", "Tier period"), wording("计量", "Measure"), wording("当前位置", "Position"), wording("档位", "Tier"),
        wording("当前单价", "Price now"), wording("累计已结", "Earned so far"), wording("本期阶梯调整", "True-ups here"),
        wording("本档余量", "Left in the tier"),
      ], on: sheet, row)
    for (place, ladder) in statement.ladders.enumerated() {
      row += 1
      try write(ladder, place + 1, on: sheet, row)
    }
    row += 2
    try head(
      [
        wording("序号", "No."), wording("分账协议", "Agreement"), wording("规则版本", "Rule version"), wording("权益", "Entitlement"),
        wording("阶梯周期", "Tier period"), wording("计价方式", "Pricing"), wording("高于", "Above"), wording("档位", "Tier"),
        wording("至（含）", "Up to, incl."), wording("单价", "Price"), wording("进档一次性", "Once on entry"), wording("当前档", "Now"),
      ], on: sheet, row)
    for (place, ladder) in statement.ladders.enumerated() { try writeTiers(of: ladder, place + 1, on: sheet, &row) }
  }

  private func head(_ names: [String], on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    for (column, name) in names.enumerated() { try sheet.write(text: name, row: row, column: column, format: .header) }
  }

  /// The columns that both tables begin with.
  private func begin(_ ladder: StatementLadder, _ number: Int, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try sheet.write(integer: Int64(number), row: row, column: 0, format: .mark)
    try sheet.write(text: ladder.agreement, row: row, column: 1)
    try sheet.write(dateDays: ladder.version.number, row: row, column: 2)
    try sheet.write(text: ladder.entitlement, row: row, column: 3)
    try sheet.write(text: ladder.period == "lifetime" ? wording("长期", "Lifetime") : ladder.period, row: row, column: 4)
  }

  private func write(_ ladder: StatementLadder, _ number: Int, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try begin(ladder, number, on: sheet, row)
    let isUnits = ladder.tariff.measure == .units
    try sheet.write(
      text: isUnits ? wording("份数", "Units") : wording("金额 \(ladder.currency.code)", "Amount \(ladder.currency.code)"), row: row, column: 5)
    try write(ladder.position, ladder, on: sheet, row, 6)
    try sheet.write(text: "\(ladder.tier + 1)/\(ladder.tariff.tiers.count)", row: row, column: 7, format: .mark)
    try write(ladder.tariff.tiers[ladder.tier].price, ladder, on: sheet, row, 8)
    try sheet.write(amount: ladder.ladder.earned, exponent: ladder.currency.exponent, row: row, column: 9)
    try sheet.write(amount: ladder.trueUps, exponent: ladder.currency.exponent, row: row, column: 10)
    if let left = ladder.leftInTier {
      try write(left, ladder, on: sheet, row, 11)
    } else {
      try sheet.write(text: wording("末档", "Last tier"), row: row, column: 11, format: .mark)
    }
  }

  private func writeTiers(of ladder: StatementLadder, _ number: Int, on sheet: Sheet, _ row: inout Int) throws(WorkbookError) {
    var lower: Int64 = 0
    for (place, tier) in ladder.tariff.tiers.enumerated() {
      row += 1
      try begin(ladder, number, on: sheet, row)
      try sheet.write(
        text: ladder.tariff.mode == .graduated ? wording("分段累进", "Graduated") : wording("按所达档位", "Volume"), row: row, column: 5)
      try write(lower, ladder, on: sheet, row, 6)
      try sheet.write(text: "\(place + 1)", row: row, column: 7, format: .mark)
      if let upTo = tier.upTo {
        try write(upTo, ladder, on: sheet, row, 8)
        lower = upTo
      } else {
        try sheet.write(text: wording("不限", "No bound"), row: row, column: 8, format: .mark)
      }
      try write(tier.price, ladder, on: sheet, row, 9)
      if tier.flat != 0 { try sheet.write(amount: tier.flat, exponent: ladder.currency.exponent, row: row, column: 10) }
      if place == ladder.tier { try sheet.write(text: "◀", row: row, column: 11, format: .mark) }
    }
  }

  /// A measure: units, or an amount.
  private func write(_ measure: Int64, _ ladder: StatementLadder, on sheet: Sheet, _ row: Int, _ column: Int) throws(WorkbookError) {
    if ladder.tariff.measure == .units {
      try sheet.write(integer: measure, row: row, column: column)
    } else {
      try sheet.write(amount: measure, exponent: ladder.currency.exponent, row: row, column: column)
    }
  }

  private func write(_ price: Tier.Price, _ ladder: StatementLadder, on sheet: Sheet, _ row: Int, _ column: Int) throws(WorkbookError) {
    switch price {
    case .fixed(let price): try sheet.write(amount: price, exponent: ladder.currency.exponent, row: row, column: column)
    case .percent(let rate): try sheet.write(text: rate.description, row: row, column: column, format: .mark)
    }
  }
}
