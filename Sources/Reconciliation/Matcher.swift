import SettlementCore

/// The exact match of one partner's lines with our claims (SPEC §7, step 2): the third pass, by partner.
///
/// Law: every row of either side is in exactly one of pairs, duplicates and leftovers.
public struct Matcher: Sendable {
  /// Claim ↔ line, −1 without.
  public private(set) var lineOfClaim: [Int32]
  public private(set) var claimOfLine: [Int32]
  /// For a repeat: the first line or claim of the key; else −1.
  public private(set) var firstLine: [Int32]
  public private(set) var firstClaim: [Int32]
  /// Which time the key is met on that side, from 1; of lines as far as this run and the lines kept before know.
  public private(set) var claimOccurrence: [Int32]
  public private(set) var lineOccurrence: [Int32]
  private var claimIndex: TextIndex
  private var lineIndex: TextIndex

  public init(_ claims: ClaimTable, _ lines: LineTable) {
    lineOfClaim = [Int32](repeating: -1, count: claims.count)
    claimOfLine = [Int32](repeating: -1, count: lines.count)
    firstLine = claimOfLine
    firstClaim = lineOfClaim
    claimOccurrence = [Int32](repeating: 1, count: claims.count)
    lineOccurrence = [Int32](repeating: 1, count: lines.count)
    claimIndex = TextIndex(expecting: claims.count)
    lineIndex = TextIndex()
    var met: [Int32: Int32] = [:]
    for row in 0..<claims.count {
      if claims.occurrence[row] > 1 {
        firstClaim[row] = Int32(row)
        claimOccurrence[row] = claims.occurrence[row]
        continue
      }
      guard let first = claimIndex.insert(row, of: claims.keys) else { continue }
      firstClaim[row] = Int32(first)
      met[Int32(first), default: 1] += 1
      claimOccurrence[row] = met[Int32(first)]!
    }
    matchLines(claims, lines)
  }

  private mutating func matchLines(_ claims: ClaimTable, _ lines: LineTable) {
    var met: [Int32: Int32] = [:]
    for row in 0..<lines.count {
      var first = -1
      if let claim = claimIndex.row(in: claims.keys, equalTo: row, of: lines.keys) {
        if lineOfClaim[claim] < 0 {
          lineOfClaim[claim] = Int32(row)
          claimOfLine[row] = Int32(claim)
          continue
        }
        first = Int(lineOfClaim[claim])
      } else if let earlier = lineIndex.insert(row, of: lines.keys) {
        first = earlier
      }
      lineOccurrence[row] = max(1, lines.occurrence[row])
      if first >= 0 {
        firstLine[row] = Int32(first)
        lineOccurrence[row] = max(lines.occurrence[row], (met[Int32(first)] ?? max(1, lines.occurrence[first])) + 1)
      }
      met[Int32(first < 0 ? row : first)] = lineOccurrence[row]
    }
  }

  /// The lines that neither match nor repeat another line of this run: they may repeat one that was settled earlier.
  public var leftoverLines: [Int32] {
    claimOfLine.indices.filter { claimOfLine[$0] < 0 && firstLine[$0] < 0 }.map(Int32.init)
  }

  /// The claim of a key, or nil.
  func claim(_ claims: ClaimTable, key row: Int, of column: TextColumn) -> Int? {
    claimIndex.row(in: claims.keys, equalTo: row, of: column)
  }
}
