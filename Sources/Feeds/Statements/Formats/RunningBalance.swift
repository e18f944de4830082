import SettlementCore

/// Follows a running balance from row to row: before + amount = after, for each currency by itself.
struct RunningBalance: Sendable {
  /// How many breaks are named; a file with more has another order, or is no such file.
  static let mostBreaks = 100

  private struct Chain: Sendable {
    /// Of the row before: what it was after it, what the row moved, and its line.
    var after: Int64
    var moved: Int64
    var line: Int32
    /// What the first row in time began with, and all that was moved since.
    var opening: Int128
    var sum: Int128
    var isBroken = false
  }
  /// What a row declares, and what the rows say.
  private struct Balance: Sendable {
    var declared, counted: Int128
    var currency: Currency
    var line: Int32
  }
  private let source: BalanceSource
  private var chains: [Currency: Chain] = [:]
  private var breaks: [Balance] = []

  init(_ source: BalanceSource) { self.source = source }

  /// Takes the next row; amounts are at the scale of the source.
  mutating func take(after: Int64, moved: Int64, _ currency: Currency, line: Int32) {
    guard var chain = chains[currency] else {
      chains[currency] = Chain(after: after, moved: moved, line: line, opening: Int128(after) - Int128(moved), sum: Int128(moved))
      return
    }
    // Newest first, the row before is the later one.
    let (declared, counted, place) =
      source.isNewestFirst
      ? (chain.after, Int128(after) + Int128(chain.moved), chain.line) : (after, Int128(chain.after) + Int128(moved), line)
    if Int128(declared) != counted {
      chain.isBroken = true
      let found = Balance(declared: Int128(declared), counted: counted, currency: currency, line: place)
      if breaks.count < Self.mostBreaks { breaks.append(found) }
    }
    chain.sum += Int128(moved)
    if source.isNewestFirst { chain.opening = Int128(after) - Int128(moved) }
    (chain.after, chain.moved, chain.line) = (after, moved, line)
    chains[currency] = chain
  }

  /// The breaks, each with its line; for every currency without one, what its last row says against opening and movements.
  ///
  /// Where a file has several currencies each balance is named by its own, so that one finding is told from another.
  func totals() -> [ControlTotal] {
    let whole = chains.filter { !$0.value.isBroken }.sorted { $0.key.code < $1.key.code }
    return breaks.map(total)
      + whole.map { currency, chain in
        let closing = chain.opening + chain.sum
        return total(Balance(declared: closing, counted: closing, currency: currency, line: chain.line))
      }
  }

  private func total(_ balance: Balance) -> ControlTotal {
    ControlTotal(
      name: chains.count > 1 ? "\(source.name) \(balance.currency.code)" : source.name, .success((balance.declared, balance.line)),
      counted: balance.counted, scale: source.after.scale, .money(balance.currency))
  }
}
