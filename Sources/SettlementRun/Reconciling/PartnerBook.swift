import Feeds
import LedgerStore
import Reconciliation
import SettlementCore

/// Both sides of one partner's reconciliation as columns, with the way back to their records.
struct PartnerBook: Sendable {
  /// Names one of our lines: the record behind it. A refund of type redeemed is one that was counted in a group and has failed since.
  struct Claim: Hashable, Sendable {
    let feed: Feed
    let row: Int32
    let type: LineType
  }
  /// Where a line stands: a place in the kept lines, or a file and a row of it.
  enum LinePlace: Sendable {
    case kept(Int)
    case file(Int, row: Int)
  }
  let delivery: StatementDelivery
  private(set) var claims = ClaimTable()
  let claimOf: [Claim]
  /// Claims that were answered by a line that a statement issued anew has taken back; they stand first.
  let reopened: Range<Int>
  private(set) var lines = LineTable()
  /// Where the lines of each file begin, and those that were kept.
  private var firstRows: [(row: Int, place: LinePlace)] = []
  /// Places of the kept lines that take part.
  private var keptPlaces: [Int] = []
  /// Which repeat of its key each of them is, now that statements issued anew have taken others back.
  private var keptOccurrences: [Int32] = []
  /// Lines that statements issued anew have taken back.
  let replaced: [Reissue.Replaced]
  /// Kept lines that do not: an incomplete file read whole speaks of the same.
  private(set) var heldBack: Set<Int64> = []
  /// The first line of an incomplete statement: nothing is finalised from here on.
  private(set) var firstIncomplete = Int.max
  /// The profile's key columns; asked for every row.
  private let on: [StatementProfile.KeyColumn]
  private let isByReference: Bool
  private let hasDecidedClaims: Bool
  /// Nil where lines are matched one by one.
  private let group: GroupKey.Shape?
  /// Fees are compared: a bill's lines have them.
  private let hasFees: Bool

  /// `answered` are claims that earlier statements answered; those of lines that were taken back are open again.
  init(
    _ delivery: StatementDelivery, claims open: [Claim], answered: [Claim], replaced: [Reissue.Replaced], _ source: ClaimSource
  ) throws(AmountOverflow) {
    self.delivery = delivery
    self.replaced = replaced
    on = delivery.profile.on
    let again = Self.reopened(answered, delivery, source)
    let list = again + open
    reopened = 0..<again.count
    isByReference = on.contains(.reference)
    hasDecidedClaims = delivery.decided.hasClaims
    group = delivery.profile.group.isEmpty ? nil : GroupKey.Shape(delivery.profile.group)
    hasFees = delivery.hasFees
    claims.itemNames = delivery.profile.matches == .redemptions ? source.entitlementNames : source.bundleNames
    claimOf = list
    reserveClaims(list.count)
    for claim in list { try add(claim, source) }
    let files = delivery.files
    for file in files.indices where files[file].standing == .replacing { addLines(file) }
    addKeptLines()
    for file in files.indices where files[file].standing != .replacing { addLines(file) }
  }

  private static func reopened(_ answered: [Claim], _ delivery: StatementDelivery, _ source: ClaimSource) -> [Claim] {
    if answered.isEmpty { return [] }
    var keys = TextColumn()
    var index = TextIndex()
    for reissue in delivery.reissues {
      let columns = KeyColumns(reissue.removed)
      for row in reissue.answered {
        columns.append(row, LineType(rawValue: reissue.removed.type[row].rawValue)!, delivery.profile.on, to: &keys)
        _ = index.insert(keys.count - 1, of: keys)
      }
    }
    return answered.filter { claim in
      var key = TextColumn()
      addKey(claim.type, claim, source.content(of: claim), delivery.profile.on, source, to: &key)
      return index.row(in: keys, equalTo: 0, of: key) != nil
    }
  }

  private mutating func reserveClaims(_ count: Int) {
    claims.keys.reserve(rows: count, bytes: count * 24)
    claims.type.reserveCapacity(count)
    claims.amount.reserveCapacity(count)
    claims.currency.reserveCapacity(count)
    claims.day.reserveCapacity(count)
    claims.item.reserveCapacity(count)
    claims.occurrence.reserveCapacity(count)
    claims.record.reserveCapacity(count)
    claims.isWaiting.reserveCapacity(count)
    claims.hasStandingRefund.reserveCapacity(count)
    claims.counterpart.reserveCapacity(count)
  }

  /// Adds one of our lines.
  mutating func add(_ claim: Claim, _ source: ClaimSource) throws(AmountOverflow) {
    let content = source.content(of: claim)
    addKey(claim, content, source)
    claims.type.append(claim.type)
    claims.amount.append(content.amount)
    if hasDecidedClaims {
      let decided = delivery.decided.amount(ofClaim: Int(claim.row), claim.type, in: source.references(claim.feed), content.currency)
      claims.amount[claims.amount.count - 1] = try content.amount.adding(decided)
    }
    claims.currency.append(content.currency)
    claims.day.append(delivery.day(of: content.time))
    claims.item.append(content.item)
    claims.occurrence.append(isByReference ? 0 : source.occurrence(of: claim))
    claims.record.append(claim.row)
    claims.isWaiting.append(content.isWaiting)
    claims.hasStandingRefund.append(claim.type == .reversed && content.order >= 0 && source.ordersWithRefund.contains(content.order))
    if hasFees { addFee(claim, source) }
    if claim.type == .reversed && group == nil {
      claims.counterpart.append(Int32(claims.counterpartKeys.count))
      let counterpart =
        claim.feed == .refund
        ? Claim(feed: .order, row: content.order, type: .redeemed) : Claim(feed: claim.feed, row: claim.row, type: .redeemed)
      Self.addKey(.redeemed, counterpart, source.content(of: counterpart), on, source, to: &claims.counterpartKeys)
    } else {
      claims.counterpart.append(-1)
    }
  }

  private mutating func addKey(_ claim: Claim, _ content: ClaimSource.Content, _ source: ClaimSource) {
    guard let group else { return Self.addKey(claim.type, claim, content, on, source, to: &claims.keys) }
    GroupKey.append(
      group, item: (claims.itemNames, Int(content.item)), orderID: (source.facts.orders.ids, Int(content.order)),
      day: delivery.day(of: content.time),
      currency: content.currency, to: &claims.keys)
  }

  private mutating func addFee(_ claim: Claim, _ source: ClaimSource) {
    claims.fee.append(claim.feed == .order ? source.facts.orders.fee[Int(claim.row)] : ClaimTable.noFee)
    claims.feeRounding.append(claim.feed == .order ? source.rounding(ofOrder: claim.row) : .halfUp)
  }

  /// The key of one of our lines: its type and the profile's columns, straight from the records.
  private static func addKey(
    _ type: LineType, _ claim: Claim, _ content: ClaimSource.Content, _ on: [StatementProfile.KeyColumn], _ source: ClaimSource,
    to keys: inout TextColumn
  ) {
    MatchKey.begin(type, in: &keys)
    for column in on {
      switch (column, claim.feed) {
      case (.reference, .redemption): MatchKey.extend(&keys, Int(claim.row), of: source.facts.redemptions.ids)
      case (.reference, .refund): MatchKey.extend(&keys, Int(claim.row), of: source.facts.refunds.ids)
      case (.reference, _), (.orderID, _): MatchKey.extend(&keys, Int(content.order), of: source.facts.orders.ids)
      case (.item, .redemption): MatchKey.extend(&keys, Int(content.item), of: source.entitlementNames)
      case (.item, _): MatchKey.extend(&keys, Int(content.item), of: source.bundleNames)
      }
    }
    keys.endRow()
  }

  private mutating func addKeptLines() {
    if delivery.isWhole { return }
    let gone = Set(delivery.reissues.flatMap { $0.keptNumbers.compactMap { $0 } })
    heldBack = delivery.repeatsUndated ? linesRepeated() : []
    let all = delivery.keptLines
    keptPlaces = all.indices.filter { !gone.contains(all[$0].number) && !heldBack.contains(all[$0].number) }
    if isByReference {  // the first of a key stands first
      keptPlaces.sort { (all[$0].occurrence, all[$0].number) < (all[$1].occurrence, all[$1].number) }
    }
    keptOccurrences = keptPlaces.map { occurrence(ofKept: all[$0]) }
    firstRows.append((lines.count, .kept(0)))
    let kept = keptPlaces.map { all[$0] }
    let columns = KeyColumns(
      references: TextColumn(kept.map(\.reference)), orderIDs: TextColumn(kept.map(\.orderID)), items: TextColumn(kept.map(\.item)))
    for (place, line) in kept.enumerated() {
      let type = LineType.allCases.first { $0.name == line.type } ?? .adjustment
      addKey(type, columns, place, day: line.day.number, line.currency)
      lines.type.append(type)
      lines.amount.append(line.amount)
      lines.currency.append(line.currency)
      lines.day.append(line.day.number)
      lines.item.append(line.item)
      lines.occurrence.append(keptOccurrences[place])
      if hasFees { lines.addFee(line.fee ?? ClaimTable.noFee, digits: line.feeDigits) }
    }
  }

  /// Repeats move up where a line before them is gone.
  private func occurrence(ofKept line: KeptLine) -> Int32 {
    if replaced.isEmpty { return line.occurrence }
    let repeats = Reissue.repeats(line, on)
    let gone = replaced.count { $0.repeats == repeats && $0.occurrence < line.occurrence && !$0.isReplaced }
    return max(1, line.occurrence - Int32(gone))
  }

  /// The kept lines of which an incomplete file without date has the key, too.
  private func linesRepeated() -> Set<Int64> {
    var keys = TextColumn()
    var index = TextIndex()
    for file in delivery.files where file.standing == .incomplete {
      let columns = KeyColumns(file.feed)
      for row in 0..<file.feed.count {
        columns.append(row, LineType(rawValue: file.feed.type[row].rawValue)!, on, to: &keys)
        _ = index.insert(keys.count - 1, of: keys)
      }
    }
    var repeated: Set<Int64> = []
    for line in delivery.keptLines {
      let columns = KeyColumns(
        references: TextColumn([line.reference]), orderIDs: TextColumn([line.orderID]), items: TextColumn([line.item]))
      var key = TextColumn()
      columns.append(0, LineType.allCases.first { $0.name == line.type } ?? .adjustment, on, to: &key)
      if index.row(in: keys, equalTo: 0, of: key) != nil { repeated.insert(line.number) }
    }
    return repeated
  }

  private mutating func addLines(_ file: Int) {
    let feed = delivery.files[file].feed
    let columns = KeyColumns(feed)
    firstRows.append((lines.count, .file(file, row: 0)))
    if delivery.files[file].standing == .incomplete { firstIncomplete = min(firstIncomplete, lines.count) }
    lines.keys.reserve(rows: lines.count + feed.count, bytes: lines.keys.bytes.count + columns.bytes(of: on) + feed.count * (1 + on.count))
    lines.counterpart.reserveCapacity(lines.count + feed.count)
    let types = feed.type.map { LineType(rawValue: $0.rawValue)! }
    for row in 0..<feed.count { addKey(types[row], columns, row, day: feed.day[row], feed.currency[row]) }
    Self.append(types, to: &lines.type)
    Self.append(feed.amount, to: &lines.amount)
    Self.append(feed.currency, to: &lines.currency)
    Self.append(feed.day, to: &lines.day)
    lines.item.append(feed.items)
    Self.append([Int32](repeating: 0, count: feed.count), to: &lines.occurrence)
    if !hasFees { return }
    for row in 0..<feed.count { lines.addFee(feed.fee.isEmpty ? ClaimTable.noFee : feed.fee[row], digits: feed.feeDigits) }
  }

  /// The first file's column is shared, not copied.
  private static func append<Value>(_ values: [Value], to column: inout [Value]) {
    if column.isEmpty { column = values } else { column += values }
  }

  private func place(of row: Int) -> LinePlace {
    let part = firstRows.last { $0.row <= row }!
    switch part.place {
    case .kept: return .kept(keptPlaces[row - part.row])
    case .file(let file, _): return .file(file, row: row - part.row)
    }
  }

  /// The row at which the lines of a file begin.
  func firstRow(ofFile number: Int) -> Int? {
    firstRows.first { if case .file(number, _) = $0.place { true } else { false } }?.row
  }

  /// Where sums are compared: the lines that statements issued anew do not say any more, as far as they were counted.
  var withdrawn: LineTable {
    var table = LineTable()
    guard let group else { return table }
    for reissue in delivery.reissues {
      let feed = reissue.removed
      for row in reissue.answered {
        GroupKey.append(
          group, item: (feed.items, row), orderID: (feed.orderIDs, row), day: feed.day[row], currency: feed.currency[row], to: &table.keys)
        table.amount.append(feed.amount[row])
        table.currency.append(feed.currency[row])
        table.day.append(feed.day[row])
      }
    }
    return table
  }

  /// The key of a line where sums are compared.
  func groupKey(of feed: StatementFeed, _ row: Int) -> TextColumn {
    var keys = TextColumn()
    guard let group else { return keys }
    GroupKey.append(
      group, item: (feed.items, row), orderID: (feed.orderIDs, row), day: feed.day[row], currency: feed.currency[row], to: &keys)
    return keys
  }

  /// The key of a line; for a reversed one also that of the line it takes back: on a bill the order's, whose reference is its id.
  private mutating func addKey(_ type: LineType, _ columns: KeyColumns, _ row: Int, day: Int32, _ currency: Currency) {
    if let group {
      lines.counterpart.append(-1)
      return GroupKey.append(
        group, item: (columns.items, row), orderID: (columns.orderIDs, row), day: day, currency: currency, to: &lines.keys)
    }
    columns.append(row, type, on, to: &lines.keys)
    guard type == .reversed else { return lines.counterpart.append(-1) }
    lines.counterpart.append(Int32(lines.counterpartKeys.count))
    let isBill = delivery.profile.matches == .orders
    columns.append(row, .redeemed, on.map { isBill && $0 == .reference ? .orderID : $0 }, to: &lines.counterpartKeys)
  }

  /// The key of a line of any statement of the partner.
  func addKey(of feed: StatementFeed, _ row: Int, to keys: inout TextColumn) {
    KeyColumns(feed).append(row, LineType(rawValue: feed.type[row].rawValue)!, on, to: &keys)
  }

  /// Where lines are matched by other columns: which line of its type and reference each is, after those of earlier runs.
  private(set) var referenceNumbers: [Int32] = []

  /// Counts lines of one type and reference; `earlier` says how many of them earlier runs have seen.
  mutating func numberReferences(earlier: (LineType, String) throws -> Int32) rethrows {
    if delivery.profile.on.contains(.reference) { return }
    var seen: [String: Int32] = [:]
    for row in 0..<lines.count {
      let (type, reference) = (lines.type[row], reference(row))
      let key = "\(type.rawValue)\(reference)"
      if case .kept = place(of: row) {
        referenceNumbers.append(lines.occurrence[row])
      } else {
        seen[key] = try (seen[key] ?? earlier(type, reference)) + 1
        referenceNumbers.append(seen[key]!)
      }
    }
  }

  /// Lines that were paid by decision before our claim came: what was posted for them counts as ours too. Needs `numberReferences`.
  mutating func addDecidedLines(_ match: Matcher) throws(AmountOverflow) {
    guard delivery.decided.hasLines else { return }
    for row in 0..<lines.count where match.claimOfLine[row] >= 0 {
      let claim = Int(match.claimOfLine[row])
      let number = isByReference ? max(1, lines.occurrence[row]) : referenceNumbers[row]
      let decided = delivery.decided.amount(ofLine: LineKey.text(lines.type[row].name, reference(row), number), claims.currency[claim])
      claims.amount[claim] = try claims.amount[claim].adding(decided)
    }
  }

  /// Everything that a line says, as the ledger keeps it.
  func line(_ row: Int, occurrence: Int32) -> KeptLine {
    switch place(of: row) {
    case .kept(let place): return delivery.keptLines[place]
    case .file(let file, let row):
      let feed = delivery.files[file].feed
      return KeptLine(
        partner: delivery.settings.partner, file: delivery.files[file].record.path, line: Int64(feed.line[row]),
        reference: feed.references[row],
        orderID: feed.orderIDs[row], item: feed.items[row], type: LineType(rawValue: feed.type[row].rawValue)!.name,
        amount: feed.amount[row],
        currency: feed.currency[row], time: feed.time[row], day: CalendarDay(number: feed.day[row]),
        fee: feed.fee.isEmpty ? nil : feed.fee[row],
        feeDigits: feed.fee.isEmpty ? 0 : feed.feeDigits, occurrence: occurrence)
    }
  }

  func reference(_ row: Int) -> String {
    switch place(of: row) {
    case .kept(let place): delivery.keptLines[place].reference
    case .file(let file, let row): delivery.files[file].feed.references[row]
    }
  }
}

extension LineTable {
  fileprivate mutating func addFee(_ amount: Int64, digits: Int) {
    fee.append(amount)
    feeDigits.append(UInt8(digits))
  }
}

extension StatementDelivery {
  /// True when fees can be compared: lines are matched with orders, and there are lines that say what was kept back.
  fileprivate var hasFees: Bool {
    guard profile.matches == .orders, profile.group.isEmpty else { return false }
    return files.contains { !$0.feed.fee.isEmpty } || keptLines.contains { $0.fee != nil }
  }
}

/// The columns of a statement that a profile may match on.
private struct KeyColumns {
  let references: TextColumn
  let orderIDs: TextColumn
  let items: TextColumn

  init(references: TextColumn, orderIDs: TextColumn, items: TextColumn) {
    (self.references, self.orderIDs, self.items) = (references, orderIDs, items)
  }

  init(_ feed: StatementFeed) { self.init(references: feed.references, orderIDs: feed.orderIDs, items: feed.items) }

  /// How long the texts of these columns are in all.
  func bytes(of on: [StatementProfile.KeyColumn]) -> Int {
    on.reduce(0) { sum, column in
      switch column {
      case .reference: sum + references.bytes.count
      case .orderID: sum + orderIDs.bytes.count
      case .item: sum + items.bytes.count
      }
    }
  }

  func append(_ row: Int, _ type: LineType, _ on: [StatementProfile.KeyColumn], to keys: inout TextColumn) {
    MatchKey.begin(type, in: &keys)
    for column in on {
      switch column {
      case .reference: MatchKey.extend(&keys, row, of: references)
      case .orderID: MatchKey.extend(&keys, row, of: orderIDs)
      case .item: MatchKey.extend(&keys, row, of: items)
      }
    }
    keys.endRow()
  }
}
