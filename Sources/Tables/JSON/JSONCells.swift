/// Takes the cells that the layout wants out of JSON rows.
struct JSONCells {
  /// The pointers of each cell, of which the first that leads to a value counts; one more cell is the whole row, as evidence.
  private let cells: [[JSONPointer]]
  private let requiredCells: Set<Int>
  let shape: TableShape

  init(_ layout: TableLayout) {
    var cells: [[JSONPointer]] = []
    var required: Set<Int> = []
    var places: [[Int]] = []
    for column in layout.columns {
      places.append(Array(cells.count..<cells.count + column.cells.count))
      if column.isRequired { required.formUnion(places.last!) }
      cells += column.cells.map(Self.pointers)
    }
    self.cells = cells
    requiredCells = required
    shape = TableShape(header: cells.map { $0[0].description } + [""], places: places)
  }

  private static func pointers(_ cell: CellSource) -> [JSONPointer] {
    switch cell {
    case .named(let names): names.map { JSONPointer(name: $0) }
    case .position(let at): [JSONPointer(name: String(at))]
    case .pointer(let pointer): [pointer]
    }
  }

  /// Appends the row at `place` of the document, or its reject.
  func append(_ document: JSONDocument, _ place: Int, line: Int, to batch: inout TableBatch) {
    let (firstCell, firstByte) = (batch.cells.count, batch.bytes.count)
    if let reject = reject(document, place, line, &batch) {
      batch.cells.removeLast(batch.cells.count - firstCell)
      batch.kinds.removeLast(batch.kinds.count - firstCell)
      batch.bytes.removeLast(batch.bytes.count - firstByte)
      batch.rejects.append(reject)
    } else {
      batch.places.append(line)
      batch.rowCount += 1
    }
  }

  private func reject(_ document: JSONDocument, _ place: Int, _ line: Int, _ batch: inout TableBatch) -> RowReject? {
    let kind = document.kind(place)
    guard kind == .object || kind == .array else {
      return RowReject(line: line, lastLine: line, field: "row", expected: "an object or array", found: kind.words)
    }
    let firstByte = batch.bytes.count
    for (index, pointers) in cells.enumerated() {
      let start = batch.bytes.count
      let found = pointers.lazy.compactMap { document.find($0, from: place) }.first
      if let found {
        batch.kinds.append(CellKind(document.kind(found)))
        if document.kind(found) != .null { document.appendText(found, to: &batch.bytes) }
      } else if requiredCells.contains(index) {
        return RowReject(line: line, lastLine: line, field: shape.header[index], expected: "a value", found: "nothing")
      } else {
        batch.kinds.append(.empty)
      }
      batch.cells.append(RowScanner.cell(start, batch.bytes.count))
    }
    let start = batch.bytes.count
    guard !batch.bytes[firstByte...].contains(0) else {
      return RowReject(line: line, lastLine: line, field: "row", expected: "text without NUL", found: "\\u0000")
    }
    batch.bytes.append(contentsOf: document.bytes[document.range(place)])
    batch.cells.append(RowScanner.cell(start, batch.bytes.count))
    batch.kinds.append(.structure)
    return nil
  }
}

extension CellKind {
  init(_ kind: JSONKind) {
    switch kind {
    case .object, .array: self = .structure
    case .string, .name: self = .text
    case .number: self = .number
    case .true, .false: self = .boolean
    case .null: self = .empty
    }
  }
}

extension TableError {
  init(_ error: JSONError) {
    self.init(
      file: error.file, line: error.line, field: "byte \(error.offset)", expected: error.expected, found: error.found)
  }
}
