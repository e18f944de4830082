import Tables

/// A whole file read in batches of `rows`: what the tests compare.
struct ReadAll {
  var header: [String] = []
  var rows: [[String]] = []
  var lines: [Int] = []
  var rejects: [RowReject] = []

  init(_ bytes: [UInt8], batch rows: Int = 1000) throws {
    var reader = try CSVReader(bytes: bytes, file: "orders.csv")
    header = reader.header
    var batch = CellBatch()
    while reader.readBatch(into: &batch, maximumRows: rows) {
      for row in 0..<batch.rowCount {
        let cells = batch.cells[row * header.count..<(row + 1) * header.count]
        self.rows.append(cells.map { String(decoding: reader.bytes[$0.range], as: UTF8.self) })
      }
      lines += batch.lines
      rejects += batch.rejects
    }
  }

  init(_ text: String) throws { try self.init(Array(text.utf8)) }
}
