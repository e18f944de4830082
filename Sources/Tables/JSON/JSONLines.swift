/// One JSON text per line; a line that is none is a reject, and reading goes on behind it.
final class JSONLines: RowSource {
  let shape: TableShape
  let trailers: [SideRow] = []
  private(set) var tally = TableTally()
  private let cells: JSONCells
  private let file: String
  private var window: TextWindow
  private var document = JSONDocument()
  private var line = 1
  private var isInEndlessLine = false

  init(_ stream: any ByteStream, file: String, _ layout: TableLayout) throws(TableError) {
    self.file = file
    window = TextWindow(try TextStream(stream, .utf8, name: file))
    cells = JSONCells(layout)
    shape = cells.shape
  }

  func read(into batch: inout TableBatch) throws -> Bool {
    batch.start(width: shape.header.count)
    while true {
      scan(into: &batch)
      let isEnd = window.isAtEnd && window.position == window.filled
      if batch.rowCount > 0 || !batch.rejects.isEmpty || isEnd {
        tally.rows += batch.rowCount + batch.rejects.count
        tally.rejected += batch.rejects.count
        guard tally.rows <= TableLimits.rows else {
          throw TableError(file: file, field: "file", expected: "at most \(TableLimits.rows) rows", found: "more")
        }
        return batch.rowCount > 0 || !batch.rejects.isEmpty
      }
      if window.isFull {
        isInEndlessLine = true
        window.drop()
      }
      try window.refill()
    }
  }

  /// Takes every line that ends in the window.
  private func scan(into batch: inout TableBatch) {
    swap(&window.bytes, &document.bytes)
    defer { swap(&window.bytes, &document.bytes) }
    // The file may end right behind an endless line's last piece.
    while window.position < window.filled || isInEndlessLine && window.isAtEnd {
      let start = window.position
      let end = unsafe document.bytes.withUnsafeBufferPointer {
        unsafe TextWindow.first(Byte.lineFeed, in: $0.baseAddress!, start..<window.filled)
      }
      if isInEndlessLine { window.position = end }
      guard end < window.filled || window.isAtEnd else { return }
      window.position = min(end + 1, window.filled)
      if isInEndlessLine || end - start > TableLimits.rowBytes {
        isInEndlessLine = false
        batch.rejects.append(reject("at most \(TableLimits.rowBytes) bytes", "a longer line"))
      } else if !document.bytes[start..<end].allSatisfy(JSONScanner.isBlank) {
        if let fault = document.readLine(start..<end) {
          let (offset, _) = window.text.origin(ofBadByteAt: window.offset + fault.offset, 0)
          batch.rejects.append(reject(fault.expected, "\(fault.found) at offset \(offset) of the file"))
        } else {
          cells.append(document, 0, line: line, to: &batch)
        }
      }
      line += 1
    }
  }

  private func reject(_ expected: String, _ found: String) -> RowReject {
    RowReject(line: line, lastLine: line, field: "row", expected: expected, found: found)
  }
}

extension JSONDocument {
  /// Reads the one document that fills a line of ``bytes``; returns what is wrong with it.
  fileprivate mutating func readLine(_ line: Range<Int>) -> JSONFault? {
    var tape: [JSONNode] = []
    swap(&tape, &nodes)
    tape.removeAll(keepingCapacity: true)
    let fault = unsafe bytes.withUnsafeBufferPointer { bytes -> JSONFault? in
      var scanner = unsafe JSONScanner(UnsafeBufferPointer(rebasing: bytes[..<line.upperBound]), position: line.lowerBound)
      swap(&scanner.nodes, &tape)
      defer { swap(&scanner.nodes, &tape) }
      do throws(JSONFault) {
        try scanner.readDocument()
        scanner.skipBlanks()
        return scanner.position == line.upperBound ? nil : scanner.fault("a line end behind the document")
      } catch {
        return error
      }
    }
    swap(&tape, &nodes)
    return fault
  }
}
