/// Reads a partner's file as its layout says: strictly, as a stream, within ``TableLimits``.
///
/// A row that is not well-formed or has a cell that its column does not accept is a ``RowReject``, and reading goes on behind it. What
/// concerns the whole file is a ``TableError``: the caller drops the rows it has and treats the source as failed. Not `Sendable`: one
/// reader, one task.
public final class TableReader {
  /// The names of the columns as written but stripped; empty texts where a column has no name, all empty without a header.
  public var header: [String] { source.shape.header }
  /// What stood before the header.
  public var preamble: [SideRow] { source.shape.preamble }
  /// Totals and ends met so far; complete when ``read(into:)`` has returned false.
  public var trailers: [SideRow] { source.trailers }
  public var tally: TableTally {
    var tally = source.tally
    tally.rejected += columns.rejected
    return tally
  }
  /// The member of the zip archive, or nil.
  public let member: String?
  /// The sheet, or nil.
  public var sheet: String? { source.sheet }
  public let layout: TableLayout
  private let source: any RowSource
  private var columns: ColumnReading

  /// Opens a file and finds its header; `name` is only used in messages.
  ///
  /// Throws ``TableError`` when the file is not what the layout says, and names what it is instead; when no row, or no sheet, or more than
  /// one sheet or member has the required columns; when a required name stands twice in the header.
  public convenience init(path: String, name: String? = nil, layout: TableLayout) throws {
    try self.init(FileInput(path: path, name: name ?? path), layout)
  }

  /// The same, of bytes in memory.
  public convenience init(bytes: [UInt8], name: String, layout: TableLayout) throws {
    try self.init(MemoryInput(bytes: bytes, name: name), layout)
  }

  private init(_ input: any TableInput, _ layout: TableLayout) throws {
    let opened = try TableOpening(layout).open(input)
    source = opened.source
    member = opened.member
    self.layout = layout
    columns = ColumnReading(layout, opened.source)
  }

  /// Whether the file has the layout's column `index`.
  public func hasColumn(_ index: Int) -> Bool { source.shape.places[index] != nil }

  /// Where in ``header`` the cells of the layout's column `index` are; nil when the file lacks it.
  public func places(ofColumn index: Int) -> [Int]? { source.shape.places[index] }

  /// The text of a row's cell at `place` of ``header``, stripped: a new `String`, for what stands beside the hot loop.
  public func text(_ batch: TableBatch, _ row: Int, _ place: Int) -> String {
    CellStripper(wrapping: layout.wrapping).text(batch.bytes.span, batch.cell(row, place).range)
  }

  /// True when nothing is left of that cell once it is stripped.
  public func isEmpty(_ batch: TableBatch, _ row: Int, _ place: Int) -> Bool {
    CellStripper(wrapping: layout.wrapping).strip(batch.bytes.span, batch.cell(row, place).range).isEmpty
  }

  /// Reads the next rows, a few thousand at most; false, with an empty batch, at the end of the file.
  public func read(into batch: inout TableBatch) throws -> Bool {
    repeat {
      batch.clear()
      guard try source.read(into: &batch) else { return false }
      columns.read(&batch)
    } while batch.rowCount == 0 && batch.rejects.isEmpty
    return true
  }
}
