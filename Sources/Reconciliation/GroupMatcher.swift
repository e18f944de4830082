import SettlementCore

/// Sums up one partner's claims and lines by group and currency (SPEC §7, step 3), on top of what earlier runs have counted.
///
/// A row is counted once, in the run in which its day is covered; from then on the group's sums stand for it. Law: every row of either side
/// is in one group, awaited, or a line without a currency to compare it in.
public struct GroupMatcher: Sendable {
  /// Instead of a group: the row's day is not covered yet, or dated after the run's.
  public static let awaited: Int32 = -1
  /// Instead of a group: a line without currency where ours has none or several, or with more decimals than ours.
  public static let withoutCurrency: Int32 = -2
  public static let tooPrecise: Int32 = -3

  public private(set) var groupOfClaim: [Int32]
  public private(set) var groupOfLine: [Int32]
  /// Every group that this run's rows are in, then those that were asked for because they are open. Sums as earlier runs have left them.
  public private(set) var groups = LineGroups()
  /// What this run's rows add.
  var added = Added()
  /// Rows of `groups` that the ledger knows.
  private(set) var isStored: [Bool] = []
  /// What stored groups had of lines that a whole file replaces.
  private var replaced: [Int: Int64] = [:]
  /// Groups of lines that were taken back.
  private var isTouched: Set<Int> = []
  /// The keys of `groups` with their currencies.
  private var keys = TextColumn()
  private var index = TextIndex()
  /// A line without currency: counted (1), taken back (−1) or only looked at (0).
  private struct Late: Sendable {
    let row: Int32
    let sign: Int64
  }
  private var withoutOwn: [Late] = []
  private var withdrawn = LineTable()
  private var withdrawnWithoutOwn: [Int32] = []
  /// Claims that are looked at and not counted.
  private var staying: Set<Int32> = []

  /// What rows add to each group, in columns beside the groups.
  struct Added: Sendable {
    var claims: [Int64] = []
    var lines: [Int64] = []
    var ours: [Int128] = []
    var theirs: [Int128] = []
    /// Rows that are looked at and not counted: claims that wait, ours with 0 until they earn, and both sides of an incomplete statement.
    var passingClaims: [Int64] = []
    var passingLines: [Int64] = []
    var passingOurs: [Int128] = []
    var passingTheirs: [Int128] = []
    /// The earliest business date; `.max` without row.
    var day: [Int32] = []

    mutating func appendEmpty() {
      claims.append(0)
      lines.append(0)
      ours.append(0)
      theirs.append(0)
      passingClaims.append(0)
      passingLines.append(0)
      passingOurs.append(0)
      passingTheirs.append(0)
      day.append(.max)
    }
  }

  /// Keys are those of `GroupKey`. `coveredDays`: see `Reconciler`. `firstIncomplete`: from this line on they are of incomplete statements,
  /// and are compared with our claims of their days, but neither is counted. `isRepeated`: a whole one before them says the same, and stands.
  public init(
    _ claims: ClaimTable, _ lines: LineTable, today: CalendarDay, coveredDays: Set<Int32>?, firstIncomplete: Int = .max,
    isRepeated: Bool = false
  ) {
    groupOfClaim = [Int32](repeating: Self.awaited, count: claims.count)
    groupOfLine = [Int32](repeating: Self.awaited, count: lines.count)
    var passingDays: Set<Int32> = []
    for row in 0..<lines.count where lines.day[row] <= today.number {
      if row >= firstIncomplete && isRepeated { continue }
      if row >= firstIncomplete { passingDays.insert(lines.day[row]) }
      if lines.currency[row] == .unknown {
        withoutOwn.append(Late(row: Int32(row), sign: row >= firstIncomplete ? 0 : 1))
        groupOfLine[row] = Self.withoutCurrency
      } else {
        count(row, lines, in: group(of: row, lines.keys, lines.currency[row]), lines.amount[row], sign: row >= firstIncomplete ? 0 : 1)
      }
    }
    for row in 0..<claims.count {
      let isCovered = coveredDays?.contains(claims.day[row]) ?? true
      if !isCovered && !passingDays.contains(claims.day[row]) { continue }
      let known = isCovered ? nil : index.row(in: keys, equalTo: row, of: claims.keys)
      if !isCovered && (known == nil || added.passingLines[known!] == 0) { continue }
      let group = known ?? group(of: row, claims.keys, claims.currency[row])
      groupOfClaim[row] = Int32(group)
      added.day[group] = min(added.day[group], claims.day[row])
      if !isCovered || claims.isWaiting[row] {
        staying.insert(Int32(row))
        added.passingClaims[group] += 1
        added.passingOurs[group] += Int128(claims.amount[row])
      } else {
        added.claims[group] += 1
        added.ours[group] += Int128(claims.amount[row])
      }
    }
  }

  /// Takes back lines that a statement issued anew does not say any more. Before `take`.
  public mutating func withdraw(_ lines: LineTable, today: CalendarDay) {
    for row in 0..<lines.count where lines.day[row] <= today.number {
      if lines.currency[row] == .unknown {
        withdrawnWithoutOwn.append(Int32(row))
      } else {
        count(row, lines, in: group(of: row, lines.keys, lines.currency[row]), lines.amount[row], sign: -1)
      }
    }
    withdrawn = lines
  }

  /// True for a claim that stays open: its day is not covered, or it waits.
  public func stays(_ claim: Int) -> Bool { groupOfClaim[claim] == Self.awaited || staying.contains(Int32(claim)) }

  /// The keys, without currencies, of all groups that rows of this run are in or may be in.
  public func askedKeys(_ lines: LineTable) -> TextColumn {
    var asked = groups.keys
    for late in withoutOwn { Self.appendText(of: Int(late.row), lines.keys, to: &asked) }
    for row in withdrawnWithoutOwn { Self.appendText(of: Int(row), withdrawn.keys, to: &asked) }
    return asked
  }

  /// Adds what earlier runs have left. `replacesLines`: the file is read whole and says everything anew; `stored` is then all there is.
  public mutating func take(_ stored: LineGroups, replacesLines: Bool = false) {
    for row in 0..<stored.count {
      var full = TextColumn()
      full.extend(row, of: stored.keys)
      full.extend(0)
      for byte in stored.currency[row].code.utf8 { full.extend(byte) }
      full.endRow()
      let group = group(of: 0, full, stored.currency[row])
      isStored[group] = true
      groups.number[group] = stored.number[row]
      groups.day[group] = stored.day[row]
      groups.claims[group] = stored.claims[row]
      groups.ours[group] = stored.ours[row]
      groups.lines[group] = replacesLines ? 0 : stored.lines[row]
      groups.theirs[group] = replacesLines ? 0 : stored.theirs[row]
      if replacesLines { replaced[group] = stored.lines[row] }
      groups.posted[group] = stored.posted[row]
      groups.isOpen[group] = stored.isOpen[row]
    }
  }

  /// Gives lines without a currency ours, and new groups their numbers. After `take`.
  public mutating func settle(_ lines: LineTable) {
    let texts = GroupTexts(groups.keys)
    for late in withoutOwn { addWithoutCurrency(Int(late.row), lines, texts, sign: late.sign) }
    for row in withdrawnWithoutOwn { addWithoutCurrency(Int(row), withdrawn, texts, sign: -1) }
    (withoutOwn, withdrawnWithoutOwn) = ([], [])
    var highest: [Int32] = Array(repeating: 0, count: groups.count)
    for group in 0..<groups.count { highest[texts.first(group)] = max(highest[texts.first(group)], groups.number[group]) }
    let new = (0..<groups.count).filter { !isStored[$0] }
    for group in new.sorted(by: { (groups.currency[$0].index, $0) < (groups.currency[$1].index, $1) }) {
      highest[texts.first(group)] += 1
      groups.number[group] = highest[texts.first(group)]
    }
  }

  /// True when the ledger has counted lines that do not count any more.
  func isReplaced(_ group: Int) -> Bool { isTouched.contains(group) || replaced[group].map { $0 > 0 } ?? false }

  /// The group of a key, one row of a column, or nil.
  public func group(of key: TextColumn) -> Int? { index.row(in: keys, equalTo: 0, of: key) }

  // MARK: Rows

  private mutating func group(of row: Int, _ column: TextColumn, _ currency: Currency) -> Int {
    if let known = index.row(in: keys, equalTo: row, of: column) { return known }
    let group = keys.count
    keys.append(row, of: column)
    _ = index.insert(group, of: keys)
    Self.appendText(of: row, column, to: &groups.keys)
    groups.currency.append(currency)
    groups.number.append(0)
    groups.day.append(.max)
    groups.claims.append(0)
    groups.ours.append(0)
    groups.lines.append(0)
    groups.theirs.append(0)
    groups.posted.append(0)
    groups.isOpen.append(false)
    isStored.append(false)
    added.appendEmpty()
    return group
  }

  /// The key of a row without its currency.
  private static func appendText(of row: Int, _ column: TextColumn, to texts: inout TextColumn) {
    let range = column.range(row)
    let end = column.bytes[range].lastIndex(of: 0)!
    texts.append(column.bytes.span, range.lowerBound, end - range.lowerBound)
  }

  private mutating func count(_ row: Int, _ lines: LineTable, in group: Int, _ amount: Int64, sign: Int64) {
    if sign >= 0 { groupOfLine[row] = Int32(group) }
    added.day[group] = min(added.day[group], lines.day[row])
    if sign == 0 {
      added.passingLines[group] += 1
      added.passingTheirs[group] += Int128(amount)
    } else {
      added.lines[group] += sign
      added.theirs[group] += Int128(sign) * Int128(amount)
      if sign < 0 { isTouched.insert(group) }
    }
  }

  /// A line without currency has ours, when ours is one (SPEC §7, step 4). Its amount stands at four decimals.
  private mutating func addWithoutCurrency(_ row: Int, _ lines: LineTable, _ texts: GroupTexts, sign: Int64) {
    var text = TextColumn()
    Self.appendText(of: row, lines.keys, to: &text)
    let ours = texts.rows(equalTo: text, in: groups.keys).filter { groups.claims[$0] + added.claims[$0] + added.passingClaims[$0] > 0 }
    guard ours.count == 1 else { return }
    var divisor: Int64 = 1
    for _ in groups.currency[ours[0]].exponent..<Currency.unknown.exponent { divisor *= 10 }
    if lines.amount[row] % divisor == 0 {
      count(row, lines, in: ours[0], lines.amount[row] / divisor, sign: sign)
    } else if sign >= 0 {
      groupOfLine[row] = Self.tooPrecise
    }
  }
}

/// Groups of one key in several currencies.
private struct GroupTexts {
  private var index = TextIndex()
  private var firsts: [Int32] = []
  private var others: [Int32: [Int]] = [:]

  init(_ keys: TextColumn) {
    index = TextIndex(expecting: keys.count)
    for row in 0..<keys.count {
      let first = index.insert(row, of: keys) ?? row
      firsts.append(Int32(first))
      if first != row { others[Int32(first), default: []].append(row) }
    }
  }

  /// The first group of the same key.
  func first(_ row: Int) -> Int { Int(firsts[row]) }

  /// Every group of a key.
  func rows(equalTo text: TextColumn, in keys: TextColumn) -> [Int] {
    guard let first = index.row(in: keys, equalTo: 0, of: text) else { return [] }
    return [first] + (others[Int32(first)] ?? [])
  }
}
