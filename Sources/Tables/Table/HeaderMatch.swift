/// Finds the layout's columns among the names of a row.
struct HeaderMatch {
  private let columns: [TableColumn]
  /// What was closest to a header so far.
  private var bestPlace = 0
  private var bestMissing: [String] = []
  private var bestFound = 0

  init(_ layout: TableLayout) { columns = layout.columns }

  /// Names are compared stripped of the layout's wrapping and of blanks.
  static func stripper(_ layout: TableLayout) -> CellStripper { CellStripper(wrapping: layout.wrapping.union(.spaces)) }

  /// For each column the places of its cells, or nil where an optional one is absent; nil when a required one is absent. Throws
  /// ``TableError`` when a name that counts stands twice.
  mutating func match(_ names: [String], at place: Int, file: String) throws(TableError) -> [[Int]?]? {
    var places: [[Int]?] = []
    var missing: [String] = []
    var found = 0
    for column in columns {
      var cells: [Int] = []
      for cell in column.cells {
        if let at = Self.find(cell, names) {
          cells.append(at)
        } else if column.isRequired, !missing.contains(Self.words(cell)) {
          missing.append(Self.words(cell))
        }
      }
      found += column.isRequired ? cells.count : 0
      places.append(cells.count == column.cells.count ? cells : nil)
    }
    guard missing.isEmpty else {
      if found > bestFound || bestPlace == 0 { (bestPlace, bestMissing, bestFound) = (place, missing, found) }
      return nil
    }
    try refuseRepeated(names, place, file)
    return places
  }

  private static func find(_ cell: CellSource, _ names: [String]) -> Int? {
    switch cell {
    case .named(let wanted): names.firstIndex { wanted.contains($0) }
    case .position(let at): names.indices.contains(at) ? at : nil
    case .pointer: nil
    }
  }

  private static func words(_ cell: CellSource) -> String {
    switch cell {
    case .named(let names): "'\(names.joined(separator: "' or '"))'"
    case .position(let at): "column \(at + 1)"
    case .pointer(let pointer): "\(pointer)"
    }
  }

  private func refuseRepeated(_ names: [String], _ place: Int, _ file: String) throws(TableError) {
    for case .named(let wanted) in columns.flatMap(\.cells) {
      let found = names.filter { wanted.contains($0) }
      guard found.count > 1 else { continue }
      throw TableError(
        file: file, line: place, field: "header", expected: "'\(wanted.joined(separator: "' or '"))' once",
        found: found.map { "'\($0)'" }.joined(separator: " and "))
    }
  }

  /// The error when no row was the header.
  func notFound(_ file: String, rows: Int, hint: String = "") -> TableError {
    let all = columns.filter(\.isRequired).flatMap { $0.cells.map(Self.words) }
    let wanted = all.indices.filter { all.firstIndex(of: all[$0]) == $0 }.map { all[$0] }.joined(separator: ", ")
    let found =
      bestFound > 0 ? "no \(bestMissing.joined(separator: ", ")) there" : rows == 0 ? "no row at all" : "none of them in \(rows) rows"
    return TableError(
      file: file, line: bestFound > 0 ? bestPlace : 0, field: "header", expected: "a row with the columns \(wanted)", found: found + hint)
  }
}
