/// A strict reader of JSON texts (RFC 8259) in memory, one behind the other, each on lines of its own: JSON lines, or the pages of a feed.
///
/// UTF-8 without byte order mark. Refused: a name twice in an object, lone surrogates, control characters in texts, anything else behind a
/// document on its line, and more than ``JSONLimits`` allow. Nothing is repaired, and no number becomes a binary fraction.
public struct JSONReader: Sendable {
  public let bytes: [UInt8]
  /// The file as the caller named it.
  public let file: String
  private var position = 0

  /// Throws ``JSONError`` for a file larger than ``JSONLimits/fileBytes``; `file` is only named in messages.
  public init(bytes: consuming [UInt8], file: String) throws(JSONError) {
    guard bytes.count <= JSONLimits.fileBytes else {
      throw JSONError(file: file, line: 1, offset: 0, expected: "at most \(JSONLimits.fileBytes) bytes", found: "\(bytes.count) bytes")
    }
    self.bytes = bytes
    self.file = file
  }

  /// Reads the next document; false at the end. After an error there is nothing more to read.
  public mutating func next(into document: inout JSONDocument) throws(JSONError) -> Bool {
    let start = skip(from: position, lineEnds: true)
    position = bytes.count
    guard start < bytes.count else { return false }
    // The tape is moved out and back, so that it is never copied.
    var nodes: [JSONNode] = []
    swap(&nodes, &document.nodes)
    let end: Int
    switch read(from: start, &nodes) {
    case .failure(let fault):
      let isCut = fault.offset - start == JSONLimits.documentBytes && fault.offset < bytes.count
      throw error(isCut ? Self.tooLong(start) : fault)
    case .success(let behind): end = behind
    }
    (document.nodes, document.bytes, document.file, document.range) = (nodes, bytes, file, start..<end)
    let lineEnd = skip(from: end, lineEnds: false)
    guard lineEnd == bytes.count || bytes[lineEnd] == UInt8(ascii: "\n") else {
      throw error(fault("a line end behind the document", at: lineEnd))
    }
    position = lineEnd
    return true
  }

  /// Throws when anything but blanks is left.
  mutating func requireEnd() throws(JSONError) {
    let rest = skip(from: position, lineEnds: true)
    if rest < bytes.count { throw error(fault("nothing behind the document", at: rest)) }
  }

  /// The error of a file that holds nothing.
  func emptyFile() -> JSONError { error(fault("a value", at: bytes.count)) }

  /// Reads a document onto the tape; returns the place behind it.
  private func read(from start: Int, _ nodes: inout [JSONNode]) -> Result<Int, JSONFault> {
    nodes.removeAll(keepingCapacity: true)
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      let limit = min(buffer.count, start + JSONLimits.documentBytes)
      var scanner = unsafe JSONScanner(UnsafeBufferPointer(rebasing: buffer[..<limit]), position: start)
      swap(&scanner.nodes, &nodes)
      defer { swap(&scanner.nodes, &nodes) }
      do throws(JSONFault) {
        try scanner.readDocument()
        return .success(scanner.position)
      } catch {
        return .failure(error)
      }
    }
  }

  private func skip(from start: Int, lineEnds: Bool) -> Int {
    var at = start
    while at < bytes.count, JSONScanner.isBlank(bytes[at]), lineEnds || bytes[at] != UInt8(ascii: "\n") { at += 1 }
    return at
  }

  private static func tooLong(_ start: Int) -> JSONFault {
    JSONFault(offset: start, expected: "a document of at most \(JSONLimits.documentBytes) bytes", found: "a longer one")
  }

  private func fault(_ expected: String, at offset: Int) -> JSONFault {
    JSONFault(offset: offset, expected: expected, found: JSONFault.found(offset < bytes.count ? bytes[offset] : nil))
  }

  private func error(_ fault: JSONFault) -> JSONError {
    let line = bytes[..<fault.offset].count { $0 == UInt8(ascii: "\n") } + 1
    return JSONError(file: file, line: line, offset: fault.offset, expected: fault.expected, found: fault.found)
  }
}
