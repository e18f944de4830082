import CPostgres
import Glibc

@testable import PostgresClient

/// Rows made without a server, as libpq would hold them.
enum MadeRows {
  /// Streams `rows` into `consumer` as ``PostgresConnection/stream(_:into:)`` would.
  static func stream<Consumer: RowConsumer & ~Copyable>(
    _ columns: [(String, PostgresType)], _ rows: [[String?]], into consumer: inout Consumer
  ) throws {
    let answer = unsafe Answer(make(columns, rows))
    try consumer.begin(answer.columns)
    for row in 0..<answer.rowCount { try answer.withRow(row) { row in try consumer.consume(row) } }
    try consumer.finish()
  }

  /// The CSV text of `rows`.
  static func csv(_ columns: [(String, PostgresType)], _ rows: [[String?]], watermark: String? = nil) throws -> (String, String?) {
    var text: [UInt8] = []
    var writer = CSVRows(watermark: watermark) { piece in for place in 0..<piece.count { text.append(piece[place]) } }
    try stream(columns, rows, into: &writer)
    let largest = writer.largestWatermark
    return (String(decoding: text, as: UTF8.self), largest)
  }

  private static func make(_ columns: [(String, PostgresType)], _ rows: [[String?]]) -> OpaquePointer {
    let result = unsafe PQmakeEmptyPGresult(nil, PGRES_TUPLES_OK)!
    let names = unsafe columns.map { unsafe strdup($0.0) }
    defer { unsafe names.forEach { unsafe free($0) } }
    var attributes = unsafe zip(columns, names).map { column, name in
      unsafe PGresAttDesc(
        name: name, tableid: 0, columnid: 0, format: 0, typid: Oid(column.1.oid), typlen: -1, atttypmod: -1)
    }
    precondition(unsafe PQsetResultAttrs(result, Int32(columns.count), &attributes) == 1)
    for (row, values) in rows.enumerated() {
      for (column, value) in values.enumerated() {
        let length = value.map { Int32($0.utf8.count) } ?? -1
        let isSet =
          if let value {
            unsafe value.withCString {
              unsafe PQsetvalue(result, Int32(row), Int32(column), UnsafeMutablePointer(mutating: $0), length)
            }
          } else { unsafe PQsetvalue(result, Int32(row), Int32(column), nil, length) }
        precondition(isSet == 1)
      }
    }
    return unsafe result
  }
}
