import SettlementCore

extension StatementTotals {
  /// What one business day moved.
  struct Day {
    /// Movements that are shown together.
    static let movements: [[RollForward.Movement]] = [[.earned], [.refunded], [.trueUps, .adjustments], [.paid]]

    /// Days since 1970.
    let day: Int32
    var count: Int64 = 0
    /// As owed to the partner, one for each of `movements`; and all of them. Minor units.
    var amounts: [Int64] = [0, 0, 0, 0]
    var amount: Int64 = 0
  }

  /// Rows that follow each other and are the same become one.
  static func gathered(_ rows: [Row], _ isSame: (Row, Row) -> Bool) throws(AmountOverflow) -> [Row] {
    var gathered: [Row] = []
    for row in rows {
      guard var last = gathered.last, isSame(last, row) else {
        gathered.append(row)
        continue
      }
      last.amount = try last.amount.adding(row.amount)
      last.count += row.count
      gathered[gathered.count - 1] = last
    }
    return gathered
  }

  static func products(_ rows: [Row]) throws(AmountOverflow) -> [Row] {
    try gathered(rows) { $0.product == $1.product }.sorted { left, right in
      if (left.rule < 0) != (right.rule < 0) { return right.rule < 0 }
      return left.amount != right.amount ? left.amount > right.amount : left.product < right.product
    }
  }

  /// `first` is the first day of the period: what is dated before it came late.
  static func days(_ rows: [Row], from first: CalendarDay) throws(AmountOverflow) -> [Day] {
    var days: [Int32: Day] = [:]
    for row in rows {
      var day = days[row.day] ?? Day(day: row.day)
      let place = Day.movements.firstIndex { $0.contains(RollForward.Movement(row.kind, isLate: row.day < first.number)) }!
      day.amounts[place] = try day.amounts[place].adding(row.amount)
      day.amount = try day.amount.adding(row.amount)
      day.count += row.count
      days[row.day] = day
    }
    return days.values.sorted { $0.day < $1.day }
  }
}
