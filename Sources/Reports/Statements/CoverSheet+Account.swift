import SettlementCore
import WorkbookWriter

extension CoverSheet {
  /// What stands beside a label in a block.
  private enum Entry {
    case amount(Int64)
    case count(Int64)
    case text(String)
    case total(formula: String, Int64)
    case sum(formula: String?, Int64)
  }

  /// One currency's roll-forward with what is payable of it; beside it the open discrepancies.
  ///
  /// `details` are its lines.
  func write(_ total: StatementTotals, _ details: SheetTotal, on sheet: Sheet, _ row: inout Int) throws(WorkbookError) -> Places {
    let heads = [
      wording("余额变动", "Balance"), wording("金额（\(wording.name(total.account.currency))）", "Amount (\(total.account.currency.code))"),
      wording("待处理差异", "Open discrepancies"),
      wording("金额（\(wording.name(total.account.currency))）", "Amount (\(total.account.currency.code))"),
    ]
    for (place, head) in heads.enumerated() { try sheet.write(text: head, row: row, column: Self.column(place), format: .header) }
    let first = row + 2  // as Excel counts
    let movements = RollForward.Movement.allCases
    var places = Places(opening: first, refunded: first + 1 + RollForward.Movement.refunded.rawValue, closing: first + 1 + movements.count)
    var left = balance(total, places)
    if statement.taxSplit != nil {
      places.taxed = first + left.count
      left += taxes(total, details, places)
    }
    let blocks = [left, discrepancies(total)]
    for place in 0..<max(blocks[0].count, blocks[1].count) {
      row += 1
      for (block, entries) in blocks.enumerated() where place < entries.count {
        try write(entries[place], total, on: sheet, row, block * Self.right)
      }
    }
    row += 2
    return places
  }

  private func balance(_ total: StatementTotals, _ places: Places) -> [(String, Entry)] {
    let account = total.account
    var entries: [(String, Entry)] = [(wording("期初未结", "Opening balance"), .amount(account.opening))]
    var formula = "B\(places.opening)"
    for movement in RollForward.Movement.allCases {
      let isLess = movement == .refunded || movement == .paid
      // Shown as it was given: a "less" is a positive amount.
      entries.append(
        (wording.name(movement), .amount(movement == .refunded ? account.refunded : isLess ? account.paid : account.change(movement))))
      formula += "\(isLess ? "-" : "+")B\(places.opening + 1 + movement.rawValue)"
    }
    entries.append((wording("期末未结", "Closing balance"), .total(formula: formula, account.closing)))
    entries += issued(account.currency, closingRow: places.closing)
    entries.append((wording("本期应付（小写）", "Payable now"), .amount(total.payable.due)))
    if account.currency.code == "CNY" {
      entries.append((wording("本期应付（大写）", "In words (大写)"), .text(RenminbiCapitals.text(fen: total.payable.due))))
    }
    entries.append((wording("结转下期", "Carried forward"), .amount(total.payable.carriedForward)))
    return entries
  }

  /// From the closing as it is now to the one that was issued, on which the next period rests.
  private func issued(_ currency: Currency, closingRow: Int) -> [(String, Entry)] {
    guard let changes = statement.changes else { return [] }
    let stated = changes.balance(currency)?.stated ?? []
    var entries: [(String, Entry)] = stated.map { stated in
      let period = wording.counted(stated.period)
      return (wording("减：作为调整计入 \(period)", "Less: counted as adjustment in \(period)"), .amount(stated.amount))
    }
    let formula = "B\(closingRow)" + stated.indices.map { "-B\(closingRow + 1 + $0)" }.joined()
    entries.append(
      (wording("期末未结（首次签发）", "Closing as issued first"), .total(formula: formula, changes.balance(currency)?.closing ?? 0)))
    return entries
  }

  /// What is settled, which no payment changes, and its parts: sums of the lines.
  private func taxes(_ total: StatementTotals, _ details: SheetTotal, _ places: Places) -> [(String, Entry)] {
    let paid = places.opening + 1 + RollForward.Movement.paid.rawValue
    return [
      (
        wording("本期结算额（含税）", "Settled, with tax"),
        .sum(formula: "B\(places.closing)-B\(places.opening)+B\(paid)", total.tax.net + total.tax.tax)
      ),
      (wording("其中：不含税", "Of it: without tax"), .sum(formula: details.formula(column: 12), total.tax.net)),
      (wording("其中：税额", "Of it: tax"), .sum(formula: details.formula(column: 13), total.tax.tax)),
    ]
  }

  private func discrepancies(_ total: StatementTotals) -> [(String, Entry)] {
    let payable = total.payable
    var entries: [(String, Entry)] = [
      (wording("待处理笔数（全部）", "Open items, all"), .count(Int64(statement.discrepancies.count { $0.finding.state == .open }))),
      (wording("其中计入应付", "Of these in the payable"), .count(Int64(payable.openCount))),
      (wording("我方金额", "Ours"), .amount(payable.ours)), (wording("对方金额", "Theirs"), .amount(payable.theirs)),
      (wording("差额（对方−我方）", "Difference"), .amount(payable.difference)),
      (wording("解决前计法", "Counted meanwhile"), .text(wording.name(statement.partner.settle))),
    ]
    let minimum = MoneyText.print(statement.partner.minimumPayout, exponent: 4)
    let shown = try? MoneyText.parse(minimum, exponent: total.exponent)
    entries.append((wording("最低结算额", "Minimum payout"), shown.map { .amount($0) } ?? .text(minimum)))
    return entries
  }

  private func write(
    _ entry: (String, Entry), _ total: StatementTotals, on sheet: Sheet, _ row: Int, _ column: Int
  ) throws(WorkbookError) {
    if case .total(let formula, let amount) = entry.1 {
      try sheet.write(text: entry.0, row: row, column: column, format: .totalLabel)
      return try sheet.write(formula: formula, storedAmount: amount, exponent: total.exponent, row: row, column: column + 1)
    }
    try sheet.write(text: entry.0, row: row, column: column, format: .label)
    switch entry.1 {
    case .amount(let amount): try sheet.write(amount: amount, exponent: total.exponent, row: row, column: column + 1, format: .value)
    case .count(let count): try sheet.write(integer: count, row: row, column: column + 1, format: .value)
    case .text(let text): try sheet.write(text: text, row: row, column: column + 1, format: .value)
    case .sum(let formula?, let amount):
      try sheet.write(
        formula: formula, storedAmount: amount, exponent: total.exponent, row: row, column: column + 1, format: .value)
    case .sum(nil, let amount): try sheet.write(amount: amount, exponent: total.exponent, row: row, column: column + 1, format: .value)
    case .total: break
    }
  }
}
