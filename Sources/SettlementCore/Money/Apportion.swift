/// Divides `total` in proportion to `weights`; the parts always add up to `total` (SPEC §2).
///
/// Each part is `total·w/Σw` rounded down; the units left go one each to the largest remainders, ties to the earliest. A zero weight gets nothing.
/// Minor units. Requires `total >= 0`, no negative weight and a positive sum of weights that fits 64 bits.
public func apportion(_ total: Int64, by weights: [Int64]) -> [Int64] {
  precondition(total >= 0, "only an amount of zero or more can be apportioned")
  precondition(weights.allSatisfy { $0 >= 0 }, "a weight is never negative")
  let whole = weights.reduce(Int128(0)) { $0 + Int128($1) }
  precondition(whole > 0, "at least one weight must be positive")
  var parts: [Int64] = []
  var remainders: [Int128] = []
  for weight in weights {
    let (quotient, remainder) = (Int128(total) * Int128(weight)).quotientAndRemainder(dividingBy: whole)
    parts.append(Int64(quotient))
    remainders.append(remainder)
  }
  let left = Int(total - parts.reduce(0, +))
  let byRemainder = weights.indices.sorted { remainders[$0] != remainders[$1] ? remainders[$0] > remainders[$1] : $0 < $1 }
  for place in byRemainder.prefix(left) { parts[place] += 1 }
  assert(parts.reduce(0, +) == total, "the parts add up to the total")
  return parts
}
