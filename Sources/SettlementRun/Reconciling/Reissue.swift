import Feeds
import LedgerStore
import SettlementCore

/// A statement that was read before and has come with other content: what it says otherwise, line by line (SPEC §7).
struct Reissue: Sendable {
  /// One changed line: a row of `removed`, one of `added`, or both.
  struct Change: Sendable {
    let removed: Int?
    let added: Int?
  }
  /// The complete file that was read before.
  let earlier: StatementFile
  let record: SourceRecord
  /// Lines that are not there any more, and those that are new.
  let removed: StatementFeed
  let added: StatementFeed
  /// Rows of both that have one key are one change; in the order of the file as it was, then as it is.
  let changes: [Change]
  /// For every row of `removed`: the number of the kept line that it was; nil when one of our lines had answered it.
  let keptNumbers: [Int64?]

  /// `kept` are the partner's lines that still wait for an answer.
  init(
    _ earlier: StatementFile, _ old: StatementFeed, _ record: SourceRecord, _ new: StatementFeed, on: [StatementProfile.KeyColumn],
    kept: [KeptLine]
  ) {
    let (gone, came) = Self.difference(old, new)
    (self.earlier, self.record) = (earlier, record)
    removed = old.lines(gone)
    added = new.lines(came)
    changes = Self.pairs(removed, added, on)
    keptNumbers = Self.keptNumbers(removed, kept.filter { $0.file == earlier.name })
  }

  var isEmpty: Bool { changes.isEmpty }

  /// Rows of `added` that stand where an answered line stood: they come before every line that was kept.
  var inPlace: [Int] {
    changes.compactMap { change in
      guard let removed = change.removed, keptNumbers[removed] == nil else { return nil }
      return change.added
    }
  }

  /// Rows of `added` that are new, or stand where a line waits.
  var arriving: [Int] {
    let inPlace = Set(inPlace)
    return (0..<added.count).filter { !inPlace.contains($0) }
  }

  /// Rows of `removed` that one of our lines had answered: it is open again.
  var answered: [Int] { keptNumbers.indices.filter { keptNumbers[$0] == nil } }

  // MARK: Old against new

  /// Rows of one side only; of equal lines the later ones are those that came or went.
  private static func difference(_ old: StatementFeed, _ new: StatementFeed) -> (gone: [Int], came: [Int]) {
    let (before, after) = (contents(old), contents(new))
    var index = TextIndex(expecting: old.count)
    var next = [Int32](repeating: -1, count: old.count)  // the next equal line
    var last = next
    for row in 0..<old.count {
      let first = index.insert(row, of: before) ?? row
      if first < row { next[Int(last[first])] = Int32(row) }
      last[first] = Int32(row)
    }
    var head = (0..<old.count).map { Int32($0) }  // of a first line: the earliest equal one that is still without partner
    var isThere = [Bool](repeating: false, count: old.count)
    var came: [Int] = []
    for row in 0..<new.count {
      guard let first = index.row(in: before, equalTo: row, of: after), head[first] >= 0 else {
        came.append(row)
        continue
      }
      isThere[Int(head[first])] = true
      head[first] = next[Int(head[first])]
    }
    return (isThere.indices.filter { !isThere[$0] }, came)
  }

  /// Everything about a line that reconciliation looks at: not the time of day.
  private static func contents(_ feed: StatementFeed) -> TextColumn {
    var contents = TextColumn()
    contents.reserve(
      rows: feed.count, bytes: feed.references.bytes.count + feed.orderIDs.bytes.count + feed.items.bytes.count + feed.count * 40)
    for row in 0..<feed.count {
      for column in [feed.references, feed.orderIDs, feed.items] {
        contents.extend(row, of: column)
        contents.extend(0)
      }
      contents.extend(feed.type[row].rawValue)
      let fee = feed.fee.isEmpty ? 0 : feed.fee[row]
      for number in [feed.amount[row], Int64(feed.day[row]), fee] {
        for shift in stride(from: 0, to: 64, by: 8) { contents.extend(UInt8(truncatingIfNeeded: number >> Int64(shift))) }
      }
      for byte in feed.currency[row].code.utf8 { contents.extend(byte) }
      contents.endRow()
    }
    return contents
  }

  private static func pairs(_ removed: StatementFeed, _ added: StatementFeed, _ on: [StatementProfile.KeyColumn]) -> [Change] {
    var waiting: [String: [Int]] = [:]
    for row in (0..<added.count).reversed() { waiting[key(added, row, on), default: []].append(row) }
    var taken: Set<Int> = []
    var changes = (0..<removed.count).map { row in
      let partner = waiting[key(removed, row, on)]?.popLast()
      if let partner { taken.insert(partner) }
      return Change(removed: row, added: partner)
    }
    for row in 0..<added.count where !taken.contains(row) { changes.append(Change(removed: nil, added: row)) }
    return changes
  }

  /// The key on which a line is matched, and its currency: amounts of two currencies are no change of one.
  private static func key(_ feed: StatementFeed, _ row: Int, _ on: [StatementProfile.KeyColumn]) -> String {
    let columns = on.map { column in
      switch column {
      case .reference: feed.references[row]
      case .orderID: feed.orderIDs[row]
      case .item: feed.items[row]
      }
    }
    return ([feed.type[row].rawValue.description, feed.currency[row].code] + columns).joined(separator: "\0")
  }

  // MARK: What was kept

  private struct Content: Hashable {
    let type, reference, orderID, item: String
    let amount: Int64
    let currency: Currency
    let day: Int32

    init(_ line: KeptLine) {
      (type, reference, orderID, item) = (line.type, line.reference, line.orderID, line.item)
      (amount, currency, day) = (line.amount, line.currency, line.day.number)
    }

    init(_ feed: StatementFeed, _ row: Int) {
      type = LineType(rawValue: feed.type[row].rawValue)!.name
      (reference, orderID, item) = (feed.references[row], feed.orderIDs[row], feed.items[row])
      (amount, currency, day) = (feed.amount[row], feed.currency[row], feed.day[row])
    }
  }

  /// Of equal lines the last repeat goes first.
  private static func keptNumbers(_ removed: StatementFeed, _ kept: [KeptLine]) -> [Int64?] {
    var numbers: [Content: [Int64]] = [:]
    for line in kept.sorted(by: { $0.occurrence < $1.occurrence }) { numbers[Content(line), default: []].append(line.number) }
    return (0..<removed.count).map { numbers[Content(removed, $0)]?.popLast() }
  }

  /// A line that is not there any more, nor another in its place.
  struct Replaced: Sendable {
    /// Nil: the ledger kept no such line.
    let number: Int64?
    let type: LineType
    let reference: String
    /// What counts repeats of it: its key, or where lines are matched by other columns its reference.
    let repeats: String
    /// Which repeat it was.
    let occurrence: Int32
    /// Another line stands in its place.
    let isReplaced: Bool
  }

  /// All lines that this statement takes back, answered ones too where the ledger keeps them.
  func replaced(partner: String, on: [StatementProfile.KeyColumn], kept: [KeptLine], _ ledger: any Ledger) throws(LedgerFailure)
    -> [Replaced]
  {
    let occurrences = Dictionary(uniqueKeysWithValues: kept.map { ($0.number, $0.occurrence) })
    var taken = Set(keptNumbers.compactMap { $0 })
    var replaced: [Replaced] = []
    for change in changes {
      guard let row = change.removed else { continue }
      let (type, content) = (LineType(rawValue: removed.type[row].rawValue)!, Content(removed, row))
      var (number, occurrence) = (keptNumbers[row], keptNumbers[row].flatMap { occurrences[$0] } ?? 1)
      if number == nil {
        let lines = try ledger.lines(partner: partner, type: type.name, reference: content.reference)
        let answered = lines.last { $0.file == earlier.name && Content($0) == content && !taken.contains($0.number) }
        (number, occurrence) = (answered?.number, answered?.occurrence ?? 1)
      }
      if let number { taken.insert(number) }
      let repeats = Self.repeats(type.name, content.reference, content.orderID, content.item, on)
      replaced.append(
        Replaced(
          number: number, type: type, reference: content.reference, repeats: repeats, occurrence: occurrence,
          isReplaced: change.added != nil && keptNumbers[row] == nil))
    }
    return replaced
  }

  static func repeats(_ line: KeptLine, _ on: [StatementProfile.KeyColumn]) -> String {
    repeats(line.type, line.reference, line.orderID, line.item, on)
  }

  private static func repeats(_ type: String, _ reference: String, _ orderID: String, _ item: String, _ on: [StatementProfile.KeyColumn])
    -> String
  {
    if !on.contains(.reference) { return "\(type)\0\(reference)" }
    let columns = on.map { column in
      switch column {
      case .reference: reference
      case .orderID: orderID
      case .item: item
      }
    }
    return ([type] + columns).joined(separator: "\0")
  }
}
