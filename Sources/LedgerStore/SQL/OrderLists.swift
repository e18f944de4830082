import SettlementCore

/// The redemptions that came with each new order, ascending by number.
struct RedemptionsOfNewOrders: Sendable {
  /// By row of the order; one entry more than there are orders.
  private var starts: [Int]
  private var numbers: [Int64]

  init(orders: Int, _ run: NewRedemptions, _ redemptions: NewNumbers.Batch) {
    starts = [Int](repeating: 0, count: orders + 2)
    for order in run.orderNumber where order < 0 { starts[Self.row(order) + 2] += 1 }
    for row in 0..<orders { starts[row + 2] += starts[row + 1] }
    numbers = [Int64](repeating: 0, count: starts[orders + 1])
    let numberOfRow = redemptions.numbers
    for redemption in redemptions.rows {
      let order = run.orderNumber[Int(redemption)]
      if order >= 0 { continue }
      let row = Self.row(order)
      numbers[starts[row + 1]] = numberOfRow[Int(redemption)]
      starts[row + 1] += 1
    }
  }

  private static func row(_ reference: Int64) -> Int { Int(-1 - reference) }

  /// The list of an order; empty when it has none.
  func callAsFunction(_ row: Int) -> ArraySlice<Int64> { numbers[starts[row]..<starts[row + 1]] }

  /// Appends the list of an order as a `NumberList`; empty when it has none.
  func append(_ row: Int, to texts: inout TextColumn) {
    for place in starts[row]..<starts[row + 1] { NumberList.extend(&texts, with: numbers[place], isFirst: place == starts[row]) }
    texts.endRow()
  }
}

/// The new orders that some terms split and that were paid on one day, ascending by number.
struct OrdersOfTerms: Sendable {
  let terms: Int32
  let day: Int32
  private(set) var numbers: [Int64] = []

  /// By terms and day.
  static func lists(_ orders: OrderBatch, _ batch: NewNumbers.Batch) -> [OrdersOfTerms] {
    var lists: [OrdersOfTerms] = []
    var place: [Int64: Int] = [:]
    let numbers = batch.numbers
    for row in batch.rows {
      let (terms, day) = (orders.terms[Int(row)], orders.day[Int(row)])
      if terms < 0 { continue }
      let key = Int64(terms) << 32 | Int64(UInt32(bitPattern: day))
      let known = place[key]
      if known == nil {
        place[key] = lists.count
        lists.append(OrdersOfTerms(terms: terms, day: day))
      }
      lists[known ?? lists.count - 1].numbers.append(numbers[Int(row)])
    }
    return lists.sorted { ($0.terms, $0.day) < ($1.terms, $1.day) }
  }

  private init(terms: Int32, day: Int32) {
    self.terms = terms
    self.day = day
  }
}
