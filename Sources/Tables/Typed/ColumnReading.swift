/// Turns the cells of a batch into the layout's typed columns; a row with a cell that its column does not accept becomes a reject.
struct ColumnReading {
  private let layout: TableLayout
  private let shape: TableShape
  private let reading: CellReading
  private let is1904: Bool
  /// Rows rejected here so far.
  private(set) var rejected = 0
  private var isBad: [Bool] = []
  /// The cells as they are read: those of the batch, or their ASCII forms.
  private var views: [Cell] = []
  private var faults: [(row: Int, fault: CellFault)] = []

  init(_ layout: TableLayout, _ source: any RowSource) {
    self.layout = layout
    shape = source.shape
    let isSheet = if case .xlsx = layout.container { true } else { false }
    reading = CellReading(stripper: CellStripper(wrapping: layout.wrapping), isSheet: isSheet)
    is1904 = source.is1904
  }

  mutating func read(_ batch: inout TableBatch) {
    isBad.removeAll(keepingCapacity: true)
    isBad.append(contentsOf: repeatElement(false, count: batch.rowCount))
    batch.texts = Self.emptied(batch.texts, layout.columns.count)
    batch.amounts = Self.emptied(batch.amounts, layout.columns.count)
    batch.times = Self.emptied(batch.times, layout.columns.count)
    let isWide = layout.wrapping.contains(.fullWidth)
    if isWide { narrow(&batch) } else { swap(&views, &batch.cells) }
    let wellFormed = batch.rejects.count
    for index in layout.columns.indices { read(index, &batch) }
    if !isWide { swap(&views, &batch.cells) }
    guard batch.rejects.count > wellFormed else { return }
    rejected += batch.rejects.count - wellFormed
    batch.rejects.sort { $0.line < $1.line }
    batch.removeRows(isBad)
  }

  private static func emptied<Element>(_ columns: [[Element]], _ count: Int) -> [[Element]] {
    var columns = columns
    if columns.count != count { columns = Array(repeating: [], count: count) }
    for index in columns.indices { columns[index].removeAll(keepingCapacity: true) }
    return columns
  }

  /// Gives every cell with full-width forms an ASCII form behind the batch's bytes.
  private mutating func narrow(_ batch: inout TableBatch) {
    views.removeAll(keepingCapacity: true)
    for cell in batch.cells {
      guard FullWidth.mayHold(batch.bytes.span, cell.range) else {
        views.append(cell)
        continue
      }
      var text: [UInt8] = []
      FullWidth.append(batch.bytes.span, cell.range, to: &text)
      views.append(RowScanner.cell(batch.bytes.count, batch.bytes.count + text.count))
      batch.bytes.append(contentsOf: text)
    }
  }

  private mutating func read(_ index: Int, _ batch: inout TableBatch) {
    guard let places = shape.places[index] else { return fill(index, &batch) }
    let reading = reading
    faults.removeAll(keepingCapacity: true)
    switch layout.columns[index].type {
    case .text(let rule):
      var texts: [Cell] = []
      swap(&texts, &batch.texts[index])
      Self.readRows(batch, views, &isBad, &faults, &texts, otherwise: Cell(start: 0, length: 0)) {
        bytes, cells, kinds, first throws(CellFault) in
        try reading.text(bytes, cells, kinds, first + places[0], rule)
      }
      swap(&texts, &batch.texts[index])
    case .amount(let format, let rule):
      let reader = AmountReader(format)
      let second = places.last!
      var amounts: [Int64] = []
      swap(&amounts, &batch.amounts[index])
      Self.readRows(batch, views, &isBad, &faults, &amounts, otherwise: 0) { bytes, cells, kinds, first throws(CellFault) in
        let amount = try reading.amount(bytes, cells, kinds, first + places[0], first + second, rule, reader)
        guard format.negates else { return amount }
        guard amount != .min else { throw .overflow }
        return -amount
      }
      swap(&amounts, &batch.amounts[index])
    case .time(let formats, let emptyIsNone):
      let reader = TimeReader(formats, is1904: is1904)
      var times: [CivilTime] = []
      swap(&times, &batch.times[index])
      Self.readRows(batch, views, &isBad, &faults, &times, otherwise: .none) { bytes, cells, kinds, first throws(CellFault) in
        let (date, time) = (first + places[0], places.count > 1 ? first + places[1] : nil)
        if emptyIsNone, reading.areEmpty(bytes, cells, date, time) { return .none }
        return try reading.time(bytes, cells, kinds, (date, time), reader)
      }
      swap(&times, &batch.times[index])
    }
    for (row, fault) in faults {
      let reject = reading.reject(
        fault, layout.columns[index], shape.header, batch.bytes.span, views.span, batch.kinds.span, first: row * batch.width, places,
        line: batch.places[row])
      batch.rejects.append(reject)
    }
  }

  /// What stands in a column that the file lacks.
  private func fill(_ index: Int, _ batch: inout TableBatch) {
    let count = batch.rowCount
    switch layout.columns[index].type {
    case .text: batch.texts[index].append(contentsOf: repeatElement(Cell(start: 0, length: 0), count: count))
    case .amount: batch.amounts[index].append(contentsOf: repeatElement(0, count: count))
    case .time: batch.times[index].append(contentsOf: repeatElement(.none, count: count))
    }
  }

  private typealias Read<Value> = (Span<UInt8>, Span<Cell>, Span<CellKind>, _ first: Int) throws(CellFault) -> Value

  @inline(__always)
  private static func readRows<Value>(
    _ batch: borrowing TableBatch, _ views: [Cell], _ isBad: inout [Bool], _ faults: inout [(row: Int, fault: CellFault)],
    _ values: inout [Value], otherwise: Value, _ read: Read<Value>
  ) {
    let bytes = batch.bytes.span
    let cells = views.span
    let kinds = batch.kinds.span
    values.reserveCapacity(batch.rowCount)
    for row in 0..<batch.rowCount {
      guard !isBad[row] else {
        values.append(otherwise)
        continue
      }
      do throws(CellFault) {
        values.append(try read(bytes, cells, kinds, row * batch.width))
      } catch {
        values.append(otherwise)
        isBad[row] = true
        faults.append((row, error))
      }
    }
  }
}

extension TableBatch {
  mutating func clear() {
    rowCount = 0
    cells.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    rejects.removeAll(keepingCapacity: true)
  }

  /// Keeps the rows that are not bad.
  fileprivate mutating func removeRows(_ isBad: [Bool]) {
    Self.remove(isBad, from: &cells, width)
    if !kinds.isEmpty { Self.remove(isBad, from: &kinds, width) }
    Self.remove(isBad, from: &places, 1)
    for index in texts.indices where !texts[index].isEmpty { Self.remove(isBad, from: &texts[index], 1) }
    for index in amounts.indices where !amounts[index].isEmpty { Self.remove(isBad, from: &amounts[index], 1) }
    for index in times.indices where !times[index].isEmpty { Self.remove(isBad, from: &times[index], 1) }
    rowCount = places.count
  }

  private static func remove<Element>(_ isBad: [Bool], from values: inout [Element], _ width: Int) {
    var write = 0
    for row in isBad.indices where !isBad[row] {
      for place in 0..<width {
        values[write] = values[row * width + place]
        write += 1
      }
    }
    values.removeLast(values.count - write)
  }
}
