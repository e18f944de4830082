import SettlementCore

/// Which line of a statement a discrepancy is about, and the other way round, where there is one.
struct DiscrepancyLinks {
  /// Place of the line by place of the discrepancy, and of the discrepancy by place of the line.
  private(set) var lineOf: [Int: Int] = [:]
  private(set) var discrepancyOf: [Int: Int] = [:]

  /// `discrepancies` in the order in which they are listed. One pass over the lines, none without discrepancies.
  init(_ discrepancies: [Discrepancy], _ lines: StatementLines) {
    if discrepancies.isEmpty { return }
    var names = TextColumn()
    var index = TextIndex()
    var asking: [Int: [(discrepancy: Int, kinds: [GroupKind])]] = [:]
    for (place, discrepancy) in discrepancies.enumerated() {
      for (name, kinds) in Self.sought(discrepancy.finding) {
        names.append(name)
        let row = names.count - 1
        asking[index.insert(row, of: names) ?? row, default: []].append((place, kinds))
      }
    }
    for line in 0..<lines.count {
      guard let row = index.row(in: names, equalTo: line, of: lines.reference) else { continue }
      for (discrepancy, kinds) in asking[row] ?? [] where kinds.contains(lines.kind[line]) {
        if discrepancyOf[line] == nil { discrepancyOf[line] = discrepancy }
        // An adjust is what came of it; the line itself says more.
        if let known = lineOf[discrepancy], lines.kind[known] != .adjust { continue }
        lineOf[discrepancy] = line
      }
    }
  }

  /// References under which a line of the finding may stand, with the kinds that such a line has.
  private static func sought(_ finding: Finding) -> [(name: String, kinds: [GroupKind])] {
    var sought: [(name: String, kinds: [GroupKind])] = [(finding.key, [.adjust])]
    let halves = finding.key.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[1].isEmpty else { return sought }
    let kinds: [GroupKind] =
      switch halves[0] {
      case "redeemed": [.earn, .order]
      case "redemption": [.earn]
      case "reversed": [.unearn, .refund]
      case "refund": [.refund]
      case "order", "fee": [.order]
      default: []
      }
    if kinds.isEmpty { return sought }
    sought.append((String(halves[1]), kinds))
    // `#2` marks a second line of one reference.
    if let mark = halves[1].lastIndex(of: "#"), halves[1][mark...].dropFirst().allSatisfy(\.isNumber) {
      sought.append((String(halves[1][..<mark]), kinds))
    }
    return sought
  }
}
