/// Reads single cells as what their column wants; a cell is named by its place among all cells of the batch.
struct CellReading {
  let stripper: CellStripper
  let isSheet: Bool

  typealias Bytes = Span<UInt8>

  @inline(__always)
  private func kind(_ kinds: Span<CellKind>, _ place: Int) -> CellKind { kinds.isEmpty ? .text : kinds[place] }

  /// The part of the cell's text that counts.
  func text(
    _ bytes: Bytes, _ cells: Span<Cell>, _ kinds: Span<CellKind>, _ place: Int, _ rule: TextRule
  ) throws(CellFault) -> Cell {
    let kind = kind(kinds, place)
    guard kind == .text || kind == .number || kind == .empty || kind == .boolean || kind == .date || kind == .isoDate else {
      throw rule == .any ? .notText : .noID
    }
    let range = stripper.strip(bytes, cells[place].range)
    guard rule != .any else { return RowScanner.cell(range.lowerBound, range.upperBound) }
    if range.isEmpty {
      guard rule == .idOrEmpty else { throw .noID }
    } else {
      guard kind == .text || kind == .number else { throw .noID }
      if try isDamagedID(bytes, range, kind) { throw .spreadsheetID }
    }
    return RowScanner.cell(range.lowerBound, range.upperBound)
  }

  /// True for `1.2E+17`, and for numbers of a workbook that it cannot hold exactly. JSON keeps all digits of a whole number.
  private func isDamagedID(_ bytes: Bytes, _ range: Range<Int>, _ kind: CellKind) throws(CellFault) -> Bool {
    var at = range.lowerBound
    let end = range.upperBound
    while at < end, bytes[at] &- 0x30 <= 9 { at += 1 }
    let digits = at - range.lowerBound
    if at == end { return kind == .number && isSheet && digits > 15 }
    if kind == .number { return true }
    guard digits > 0 else { return false }
    if bytes[at] == UInt8(ascii: ".") {
      at += 1
      while at < end, bytes[at] &- 0x30 <= 9 { at += 1 }
    }
    guard at + 2 < end, bytes[at] | 0x20 == UInt8(ascii: "e"), bytes[at + 1] == UInt8(ascii: "+") else { return false }
    at += 2
    while at < end, bytes[at] &- 0x30 <= 9 { at += 1 }
    return at == end
  }

  func amount(
    _ bytes: Bytes, _ cells: Span<Cell>, _ kinds: Span<CellKind>, _ first: Int, _ second: Int, _ rule: AmountCells, _ reader: AmountReader
  ) throws(CellFault) -> Int64 {
    let amount = try one(bytes, cells, kinds, first, reader)
    switch rule {
    case .one: return amount
    case .inAndOut(let sign):
      var out = try one(bytes, cells, kinds, second, reader)
      guard out != .min else { throw .overflow }
      switch sign {
      case .negative where out > 0: throw .negativeOut
      case .negative: out = -out
      case .unsigned where out < 0: throw .notUnsigned
      case .unsigned: break
      }
      guard amount == 0 || out == 0 else { throw .twoAmounts }
      return amount - out
    case .marked(let plus, let minus):
      guard amount >= 0 else { throw .notUnsigned }
      let range = stripper.strip(bytes, cells[second].range)
      if range.isEmpty, areEmpty(bytes, cells, first, nil) { return 0 }
      if Self.contains(plus, bytes, range) { return amount }
      if Self.contains(minus, bytes, range) { return -amount }
      throw .unknownMark
    }
  }

  private func one(
    _ bytes: Bytes, _ cells: Span<Cell>, _ kinds: Span<CellKind>, _ place: Int, _ reader: AmountReader
  ) throws(CellFault) -> Int64 {
    try reader.read(bytes, stripper.strip(bytes, cells[place].range), kind(kinds, place), isSheet: isSheet)
  }

  func time(
    _ bytes: Bytes, _ cells: Span<Cell>, _ kinds: Span<CellKind>, _ places: (Int, Int?), _ reader: TimeReader
  ) throws(CellFault) -> CivilTime {
    let date = stripper.strip(bytes, cells[places.0].range)
    let dateKind = kind(kinds, places.0)
    guard let second = places.1 else { return try reader.read(bytes, date, dateKind) }
    let time = stripper.strip(bytes, cells[second].range)
    return try reader.read(bytes, date: date, dateKind, time: time, kind(kinds, second))
  }

  /// True when nothing is left of a cell once it is stripped, nor of a second one.
  @inline(__always)
  func areEmpty(_ bytes: Bytes, _ cells: Span<Cell>, _ first: Int, _ second: Int?) -> Bool {
    guard stripper.strip(bytes, cells[first].range).isEmpty else { return false }
    return second.map { stripper.strip(bytes, cells[$0].range).isEmpty } ?? true
  }

  /// The reject of a row for one of its columns.
  func reject(
    _ fault: CellFault, _ column: TableColumn, _ names: [String], _ bytes: Bytes, _ cells: Span<Cell>, _ kinds: Span<CellKind>,
    first: Int, _ places: [Int], line: Int
  ) -> RowReject {
    // Of two cells the second is shown where it is the one that counts.
    let isMark = if case .unknownMark = fault { true } else { false }
    let place = isMark ? places[1] : places[0]
    let shown = places.count == 2 && !isMark ? places : [place]
    let found = shown.map { self.found(bytes, cells[first + $0].range, kind(kinds, first + $0)) }.joined(separator: " and ")
    let name = names[place].isEmpty ? column.name : Excerpt.of(names[place].utf8)
    return RowReject(line: line, lastLine: line, field: name, expected: fault.expected(column), found: found)
  }

  private func found(_ bytes: Bytes, _ range: Range<Int>, _ kind: CellKind) -> String {
    if let words = kind.words { return words }
    if range.isEmpty { return "an empty cell" }
    var text: [UInt8] = []
    for place in range.prefix(300) { text.append(bytes[place]) }
    return Excerpt.of(text)
  }

  private static func contains(_ words: [String], _ bytes: Bytes, _ range: Range<Int>) -> Bool {
    words.contains { word in
      word.utf8.count == range.count && zip(word.utf8, range).allSatisfy { $0 == bytes[$1] }
    }
  }
}
