/// The rows of one JSON text, which is in memory as a whole.
final class JSONRows: RowSource {
  let shape: TableShape
  let trailers: [SideRow]
  private(set) var tally = TableTally()
  private let document: JSONDocument
  private let cells: JSONCells
  private var place: Int
  private let end: Int

  /// Throws ``TableError`` when the text is not JSON, or has no array at `rows`.
  init(bytes: consuming [UInt8], file: String, rows: JSONPointer, _ layout: TableLayout) throws(TableError) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let document: JSONDocument
    do throws(JSONError) { document = try JSONDocument(bytes: bytes, file: file) } catch { throw TableError(error) }
    self.document = document
    let found = document.find(rows)
    guard let array = found, document.kind(array) == .array else {
      let field = rows.description.isEmpty ? "file" : rows.description
      throw TableError(file: file, field: field, expected: "an array of rows", found: found.map { document.kind($0).words } ?? "nothing")
    }
    cells = JSONCells(layout)
    shape = cells.shape
    place = array + 1
    end = document.next(array)
    trailers = Self.trailers(layout, document)
  }

  private static func trailers(_ layout: TableLayout, _ document: JSONDocument) -> [SideRow] {
    layout.trailers.compactMap { rule in
      guard case .pointer(let pointer) = rule, let text = document.find(pointer).flatMap({ document.text($0) }) else { return nil }
      return SideRow(place: 0, cells: [text], names: [pointer.description])
    }
  }

  func read(into batch: inout TableBatch) -> Bool {
    batch.start(width: shape.header.count)
    while place < end && batch.bytes.count < 1 << 18 {
      tally.rows += 1
      cells.append(document, place, line: tally.rows, to: &batch)
      place = document.next(place)
    }
    tally.rejected += batch.rejects.count
    return batch.rowCount > 0 || !batch.rejects.isEmpty
  }
}
