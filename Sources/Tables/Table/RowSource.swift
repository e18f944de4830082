/// What hands out the rows of one container.
protocol RowSource: AnyObject {
  var shape: TableShape { get }
  var trailers: [SideRow] { get }
  var tally: TableTally { get }
  var sheet: String? { get }
  /// True when day numbers count from 1904.
  var is1904: Bool { get }

  /// Appends rows to an empty batch, or rejects; false at the end of the table. A batch may stay empty on the way.
  func read(into batch: inout TableBatch) throws -> Bool
}

extension RowSource {
  var sheet: String? { nil }
  var is1904: Bool { false }
}

/// What is known of a table once its header was found.
struct TableShape {
  var header: [String] = []
  var preamble: [SideRow] = []
  /// For each of the layout's columns the places of its cells in ``header``, or nil when the file lacks it.
  var places: [[Int]?] = []
}
