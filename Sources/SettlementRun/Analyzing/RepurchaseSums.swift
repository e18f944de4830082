import LedgerStore
import Reports
import SettlementCore

/// Sums up how soon buyers buy again, purchase by purchase: of all bundles, and of each. Only one buyer's purchases are kept at a time.
struct RepurchaseSums {
  /// Numbers of the orders of the period.
  private let period: Range<Int64>
  private var buyer = ""
  private var all = Sum()
  private var ofBundle: [Int32: Sum] = [:]

  /// What is known of the purchases so far, of one bundle or of all.
  private struct Sum {
    var found = Repurchase()
    /// Of the buyer at hand; nil: there was no purchase yet.
    var lastDay: CalendarDay?
    var isBuyer = false
    var isRepeatBuyer = false

    mutating func take(_ day: CalendarDay, isOfPeriod: Bool) {
      defer { lastDay = day }
      guard isOfPeriod else { return }
      found.orders += 1
      if !isBuyer { found.buyers += 1 }
      isBuyer = true
      guard let lastDay else { return }
      found.intervals[Int32(day.number - lastDay.number), default: 0] += 1
      if !isRepeatBuyer { found.repeatBuyers += 1 }
      isRepeatBuyer = true
    }

    mutating func forgetBuyer() { (lastDay, isBuyer, isRepeatBuyer) = (nil, false, false) }
  }
  /// The bundles that the buyer at hand has bought.
  private var bought: Set<Int32> = []

  init(period: Range<Int64>) { self.period = period }

  /// Takes the next purchase: by buyer, then in the order of time.
  mutating func take(_ purchase: Purchase) {
    if purchase.buyer != buyer {
      buyer = purchase.buyer
      all.forgetBuyer()
      for bundle in bought { ofBundle[bundle]!.forgetBuyer() }
      bought.removeAll(keepingCapacity: true)
    }
    let isOfPeriod = period.contains(purchase.order)
    bought.insert(purchase.bundle)
    all.take(purchase.day, isOfPeriod: isOfPeriod)
    ofBundle[purchase.bundle, default: Sum()].take(purchase.day, isOfPeriod: isOfPeriod)
  }

  /// All bundles together first, then each that was bought in the period, by its name as bytes; nothing without any purchase.
  func finish(_ name: (Int32) -> (bundle: String, title: String)) -> [Repurchase] {
    guard all.found.orders > 0 else { return [] }
    let rows = ofBundle.filter { $0.value.found.orders > 0 }.map { number, sum in
      var row = sum.found
      (row.bundle, row.title) = name(number)
      return row
    }
    return [all.found] + rows.sorted { $0.bundle.utf8.lexicographicallyPrecedes($1.bundle.utf8) }
  }
}
