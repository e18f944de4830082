import CPostgres

/// The one owner of a `PGresult`.
@safe
struct Answer: ~Copyable {
  private let result: OpaquePointer

  init(_ result: OpaquePointer) { unsafe self.result = result }

  deinit { unsafe PQclear(result) }

  var status: ExecStatusType { unsafe PQresultStatus(result) }
  /// Rows this answer holds.
  var rowCount: Int32 { unsafe PQntuples(result) }
  /// Rows that an INSERT, UPDATE or DELETE touched; 0 for others.
  var touchedRows: Int { unsafe Int(String(cString: PQcmdTuples(result))) ?? 0 }

  /// A view of one row, for as long as this answer lives.
  @inline(__always)
  borrowing func withRow<Result, Failure: Error>(
    _ row: Int32, _ body: (borrowing PostgresRow) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe PostgresRow(result: result, row: row))
  }

  var columns: [PostgresColumn] {
    (0..<(unsafe PQnfields(result))).map { column in
      PostgresColumn(
        name: unsafe String(cString: PQfname(result, column)), type: PostgresType(oid: unsafe PQftype(result, column)),
        modifier: unsafe PQfmod(result, column))
    }
  }

  /// All its rows, which live on.
  consuming func takeRows() -> PostgresRows {
    let rows = unsafe PostgresRows(result)
    discard self
    return rows
  }

  /// The server's failure in this answer. An answer without SQLSTATE is libpq's own: the connection is gone.
  borrowing func failure(_ words: StatementFailure) -> PostgresFailure {
    guard let sqlState = field("C") else { return words.interrupted() }
    return words(sqlState: sqlState, message: field("M") ?? "", position: field("P"))
  }

  /// A field of the server's error: `PG_DIAG_SQLSTATE` C, `PG_DIAG_MESSAGE_PRIMARY` M, `PG_DIAG_STATEMENT_POSITION` P.
  private borrowing func field(_ code: Unicode.Scalar) -> String? {
    unsafe PQresultErrorField(result, Int32(code.value)).map { unsafe String(cString: $0) }
  }
}
