import SettlementCore

/// Rows of a batch in another order, some thousand at a time.
///
/// Columns are gathered one by one before they are bound: a row that jumps through ten columns waits for memory ten times.
struct Block: Sendable {
  /// A multiple of `BulkInsert.rowsPerStatement`.
  private static let size = 12_800
  let rows: ArraySlice<Int32>

  /// Hands on the blocks one by one: while the database takes one, another thread gathers the next.
  static func forEach<Gathered: Sendable>(
    _ rows: [Int32], gather: @escaping @Sendable (Block) -> Gathered, _ body: (Int, Gathered) throws -> Void
  ) throws {
    func ahead(_ start: Int) -> (count: Int, Ahead<Gathered>)? {
      if start >= rows.count { return nil }
      let block = Block(rows: rows[start..<min(start + size, rows.count)])
      return (block.count, Ahead { gather(block) })
    }
    var start = 0
    var next = ahead(start)
    while let (count, gathered) = next {
      let columns = gathered.take()
      start += size
      next = ahead(start)
      try body(count, columns)
    }
  }

  /// The blocks of rows one by one.
  static func all(of rows: [Int32]) -> some Sequence<Block> {
    stride(from: 0, to: rows.count, by: size).lazy.map { Block(rows: rows[$0..<min($0 + size, rows.count)]) }
  }

  var count: Int { rows.count }

  func callAsFunction<Value>(_ column: [Value]) -> [Value] { rows.map { column[Int($0)] } }

  func callAsFunction(_ texts: TextColumn) -> TextColumn {
    var gathered = TextColumn()
    gathered.reserve(rows: rows.count, bytes: rows.count * 32)
    for row in rows { gathered.append(Int(row), of: texts) }
    return gathered
  }
}
