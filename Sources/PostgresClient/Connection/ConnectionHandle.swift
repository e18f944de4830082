import CPostgres

/// The one owner of a `PGconn`: closed when the value ends. Every call is one of libpq's; none of them waits.
@safe
struct ConnectionHandle: ~Copyable {
  private let connection: OpaquePointer

  /// Starts to connect; `nil` when memory runs out. Look at ``status`` before the first ``poll()``.
  init?(_ parameters: [(String, String)]) {
    let started = unsafe CStringList(parameters.map(\.0)).withPointers { keywords in
      unsafe CStringList(parameters.map(\.1)).withPointers { values in unsafe PQconnectStartParams(keywords, values, 0) }
    }
    guard let started = unsafe started else { return nil }
    unsafe connection = started
    // Only codes while connecting, see ConnectFailure; and nothing of the server's is ever printed to stderr.
    _ = unsafe PQsetErrorVerbosity(started, PQERRORS_SQLSTATE)
    _ = unsafe PQsetNoticeReceiver(started, { _, _ in }, nil)
  }

  deinit { unsafe PQfinish(connection) }

  borrowing func poll() -> PostgresPollingStatusType { unsafe PQconnectPoll(connection) }
  var isBad: Bool { unsafe PQstatus(connection) == CONNECTION_BAD }
  /// The descriptor to wait for, -1 when there is none.
  var socket: Int32 { unsafe PQsocket(connection) }
  /// libpq's own words; for failed connections only, never for statements.
  var message: String { unsafe String(cString: PQerrorMessage(connection)) }
  /// 150003 for 15.3.
  var serverVersion: Int32 { unsafe PQserverVersion(connection) }
  /// The protocol of the encryption in use, like `TLSv1.3`.
  var encryption: String? {
    guard unsafe PQsslInUse(connection) == 1 else { return nil }
    return unsafe PQsslAttribute(connection, "protocol").map { unsafe String(cString: $0) } ?? "TLS"
  }

  /// After connecting: calls do not wait, errors come with their fields.
  borrowing func makeReady() -> Bool {
    _ = unsafe PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
    return unsafe PQsetnonblocking(connection, 1) == 0
  }

  /// Sends one statement with its parameters as text, their types left to the server.
  borrowing func send(_ text: String, _ parameters: [String?]) -> Bool {
    unsafe CStringList(parameters).withPointers { values in
      unsafe PQsendQueryParams(connection, text, Int32(parameters.count), nil, values, nil, nil, 0) == 1
    }
  }

  /// Sends several statements, separated by semicolons and without parameters.
  borrowing func sendScript(_ text: String) -> Bool { unsafe PQsendQuery(connection, text) == 1 }

  /// Asks the server to parse `text` under the empty name, without running it.
  borrowing func sendPrepare(_ text: String) -> Bool { unsafe PQsendPrepare(connection, "", text, 0, nil) == 1 }
  /// The same under a name, with the parameters' types given.
  borrowing func sendPrepare(_ name: String, _ text: String, _ types: [PostgresType]) -> Bool {
    unsafe types.map(\.oid).withUnsafeBufferPointer {
      unsafe PQsendPrepare(connection, name, text, Int32(types.count), $0.baseAddress) == 1
    }
  }

  /// Runs what was prepared under `name`; parameters and rows in binary form.
  borrowing func sendPrepared(_ name: String, _ values: [[UInt8]?]) -> Bool {
    // One block: a pointer into each of many arrays would need as many nested scopes.
    let block = Array(values.lazy.compactMap { $0 }.joined()) + [0]
    let lengths = values.map { Int32($0?.count ?? 0) }
    let formats = [Int32](repeating: 1, count: values.count)
    return unsafe block.withUnsafeBytes { bytes in
      var place = 0
      let pointers: [UnsafePointer<CChar>?] = unsafe values.map { value in
        guard let value else { return nil }
        defer { place += value.count }
        return unsafe (bytes.baseAddress! + place).assumingMemoryBound(to: CChar.self)
      }
      return unsafe pointers.withUnsafeBufferPointer { pointers in
        unsafe PQsendQueryPrepared(connection, name, Int32(values.count), pointers.baseAddress, lengths, formats, 1) == 1
      }
    }
  }

  /// 1 taken, 0 no room, -1 the command has ended.
  borrowing func putCopyData(_ piece: borrowing [UInt8]) -> Int32 {
    unsafe piece.withUnsafeBytes {
      unsafe PQputCopyData(connection, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
    }
  }

  /// Ends a COPY, with a reason when it is to fail.
  borrowing func putCopyEnd(_ reason: String?) -> Bool { unsafe PQputCopyEnd(connection, reason) == 1 }

  borrowing func sendDescribePrepared() -> Bool { unsafe PQsendDescribePrepared(connection, "") == 1 }
  borrowing func setSingleRowMode() -> Bool { unsafe PQsetSingleRowMode(connection) == 1 }

  /// 0 everything is sent, 1 some is left, -1 failed.
  borrowing func flush() -> Int32 { unsafe PQflush(connection) }
  borrowing func consumeInput() -> Bool { unsafe PQconsumeInput(connection) == 1 }
  var isBusy: Bool { unsafe PQisBusy(connection) == 1 }

  /// The next answer, `nil` after the last one; waits unless ``isBusy`` is false.
  borrowing func nextAnswer() -> Answer? { unsafe PQgetResult(connection).map { unsafe Answer($0) } }

  /// What stops the running statement from another thread; `nil` when memory runs out.
  borrowing func canceller() -> Canceller? { unsafe PQgetCancel(connection).map { unsafe Canceller($0) } }
}

/// Texts as libpq takes them: NUL-terminated, in one block, with a `NULL` after the last.
private struct CStringList {
  private var characters: [CChar] = []
  private var starts: [Int?] = []

  /// Requires texts without NUL bytes.
  init(_ texts: [String?]) {
    for text in texts {
      starts.append(text == nil ? nil : characters.count)
      if let text { characters += text.utf8CString }
    }
  }

  func withPointers<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result {
    unsafe characters.withUnsafeBufferPointer { block in
      var pointers: [UnsafePointer<CChar>?] = unsafe starts.map { start in unsafe start.map { unsafe block.baseAddress! + $0 } }
      unsafe pointers.append(nil)
      return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
    }
  }
}
