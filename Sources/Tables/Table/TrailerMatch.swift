/// Knows the rows that are no data by the layout's rules.
struct TrailerMatch {
  private let prefixes: [[UInt8]]
  private let ends: [[UInt8]]
  private let secondHeaders: [[[UInt8]]]
  private let file: String
  private var names: [String] = []
  private var isHeader = false
  private var isInTotals = false
  private var kept = SideRows()
  /// The end was seen: nothing may follow.
  private(set) var isBehindEnd = false

  init(_ rules: [TrailerRule], file: String) {
    self.file = file
    prefixes = rules.compactMap { if case .prefix(let text) = $0 { Array(text.utf8) } else { nil } }
    ends = rules.compactMap { if case .end(let text) = $0 { Array(text.utf8) } else { nil } }
    secondHeaders = rules.compactMap { if case .secondHeader(let names) = $0 { names.map { Array($0.utf8) } } else { nil } }
  }

  /// The rows kept so far.
  var rows: [SideRow] { kept.rows }

  var isActive: Bool { !prefixes.isEmpty || !ends.isEmpty || !secondHeaders.isEmpty }

  /// True when the row with these fields is no data.
  mutating func takes(_ fields: some RandomAccessCollection<Cell>, _ bytes: Span<UInt8>, _ stripper: CellStripper) -> Bool {
    isHeader = false
    if isInTotals { return true }
    if isBehindEnd { return false }
    if !secondHeaders.isEmpty, isSecondHeader(fields, bytes, stripper) {
      isInTotals = true
      isHeader = true
      return true
    }
    if prefixes.isEmpty && ends.isEmpty { return false }
    guard let first = Self.firstText(fields, bytes, stripper) else { return false }
    if prefixes.contains(where: { Self.starts(bytes, first.text, with: $0) }) { return true }
    isBehindEnd = ends.contains { first.text.count == $0.count && Self.starts(bytes, first.text, with: $0) } && first.isAlone
    return isBehindEnd
  }

  /// Keeps the row that was taken last; throws ``TableError`` when there are too many.
  mutating func keep(_ cells: [String], at place: Int) throws(TableError) {
    if let most = kept.keep(SideRow(place: place, cells: cells, names: isHeader ? [] : names), most: TableLimits.trailerRows) {
      throw TableError(file: file, line: place, field: "trailer", expected: "at most \(most)", found: "more")
    }
    if isHeader { names = cells }
  }

  private func isSecondHeader(_ fields: some RandomAccessCollection<Cell>, _ bytes: Span<UInt8>, _ stripper: CellStripper) -> Bool {
    secondHeaders.contains { names in
      names.allSatisfy { name in
        fields.contains { field in
          guard field.length >= name.count else { return false }
          let text = stripper.strip(bytes, field.range)
          return text.count == name.count && Self.starts(bytes, text, with: name)
        }
      }
    }
  }

  /// The first field that is not blank, and whether all others are.
  private static func firstText(
    _ fields: some RandomAccessCollection<Cell>, _ bytes: Span<UInt8>, _ stripper: CellStripper
  ) -> (text: Range<Int>, isAlone: Bool)? {
    var found: Range<Int>?
    for field in fields {
      let text = stripper.strip(bytes, field.range)
      if text.isEmpty { continue }
      if let found { return (found, false) }
      found = text
    }
    return found.map { ($0, true) }
  }

  private static func starts(_ bytes: Span<UInt8>, _ range: Range<Int>, with text: [UInt8]) -> Bool {
    guard range.count >= text.count else { return false }
    for place in text.indices where bytes[range.lowerBound + place] != text[place] { return false }
    return true
  }
}
