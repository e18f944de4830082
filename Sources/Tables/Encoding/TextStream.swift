/// The text of a file as UTF-8, a piece at a time; knows where in the file every byte that does not belong came from.
final class TextStream {
  /// Stands in the text for a byte that does not belong: no UTF-8 holds it.
  static let badByte: UInt8 = 0xFF

  private let bytes: any ByteStream
  private let name: String
  let encoding: TextEncoding
  /// Bytes of the byte order mark.
  private var markLength = 0
  private var decoder: TextDecoder?

  /// Looks for a byte order mark; throws ``TableError`` when it is that of another encoding, or lacks where it must be.
  init(_ stream: any ByteStream, _ encoding: TextEncoding, name: String) throws(TableError) {
    self.name = name
    let head = try stream.head(4)
    let mark = ByteOrderMark.all.first { head.starts(with: $0.bytes) }
    if let mark, !mark.encodings.contains(encoding) {
      throw TableError(
        file: name, field: "encoding", expected: encoding.rawValue, found: "the byte order mark of \(mark.encodings[0].rawValue)")
    }
    if encoding == .utf16 && mark == nil {
      throw TableError(
        file: name, field: "encoding", expected: "the byte order mark of utf-16", found: "none: say utf-16le or utf-16be if it is either")
    }
    markLength = mark?.bytes.count ?? 0
    self.encoding = mark?.encodings[0] ?? encoding
    bytes = RewoundStream(Array(head.dropFirst(markLength)), then: stream)
    if self.encoding != .utf8 { decoder = try TextDecoder(bytes, self.encoding, name: name, offset: markLength) }
  }

  /// Fills `text` from `start` to its end as far as the file goes; returns where the text ends.
  func fill(_ text: inout [UInt8], from start: Int) throws(TableError) -> Int {
    guard let decoder else { return try bytes.fill(&text, from: start) }
    return try decoder.fill(&text, from: start)
  }

  /// Where in the file the bad byte is that stands at `offset` of the text, and what it is.
  func origin(ofBadByteAt offset: Int, _ byte: UInt8) -> (offset: Int, byte: UInt8) {
    decoder?.origins[offset] ?? (offset + markLength, byte)
  }

  /// Forgets the origins of what lies before `offset` of the text.
  func forget(before offset: Int) { decoder?.forget(before: offset) }
}

private struct ByteOrderMark {
  let bytes: [UInt8]
  /// The encodings that it fits; the first is the one it stands for.
  let encodings: [TextEncoding]

  static let all = [
    ByteOrderMark(bytes: [0xEF, 0xBB, 0xBF], encodings: [.utf8]), ByteOrderMark(bytes: [0xFF, 0xFE], encodings: [.utf16le, .utf16]),
    ByteOrderMark(bytes: [0xFE, 0xFF], encodings: [.utf16be, .utf16]),
    ByteOrderMark(bytes: [0x84, 0x31, 0x95, 0x33], encodings: [.gb18030]),
  ]
}

/// Decodes GB18030 and UTF-16.
private final class TextDecoder {
  private let bytes: any ByteStream
  private let name: String
  private let converter: TextConverter
  private let encoding: TextEncoding
  private var input = [UInt8](repeating: 0, count: 1 << 16)
  private var inputStart = 0
  private var inputEnd = 0
  private var isAtEnd = false
  /// Where `input` begins in the file, and how much text came out.
  private var inputOffset: Int
  private var textOffset = 0
  private var badBytes = 0
  /// By offset in the text: offset in the file and the byte.
  private(set) var origins: [Int: (offset: Int, byte: UInt8)] = [:]

  init(_ bytes: any ByteStream, _ encoding: TextEncoding, name: String, offset: Int) throws(TableError) {
    guard let converter = TextConverter(from: encoding.rawValue.uppercased()) else {
      throw TableError(file: name, field: "encoding", expected: "a system that knows \(encoding.rawValue)", found: "no tables for it")
    }
    self.bytes = bytes
    self.name = name
    self.encoding = encoding
    self.converter = converter
    inputOffset = offset
  }

  func fill(_ text: inout [UInt8], from start: Int) throws(TableError) -> Int {
    var filled = start
    // The longest character takes four bytes.
    while filled + 4 <= text.count {
      if inputStart == inputEnd && !isAtEnd { try refill() }
      if inputStart == inputEnd { break }
      let before = filled
      let stop = unsafe text.withUnsafeMutableBytes { text in
        unsafe input.withUnsafeMutableBytes {
          unsafe converter.convert(UnsafeMutableRawBufferPointer(rebasing: $0[..<inputEnd]), &inputStart, text, &filled)
        }
      }
      textOffset += filled - before
      switch stop {
      case .done: continue
      case .full: return filled
      case .cut where !isAtEnd: try refill()
      case .cut, .badByte: try skipBadByte(&text, &filled)
      }
    }
    return filled
  }

  func forget(before offset: Int) {
    if !origins.isEmpty { origins = origins.filter { $0.key >= offset } }
  }

  private func refill() throws(TableError) {
    let left = inputEnd - inputStart
    inputOffset += inputStart
    for place in 0..<left { input[place] = input[inputStart + place] }
    inputStart = 0
    inputEnd = try bytes.fill(&input, from: left)
    isAtEnd = inputEnd < input.count
  }

  private func skipBadByte(_ text: inout [UInt8], _ filled: inout Int) throws(TableError) {
    let offset = inputOffset + inputStart
    badBytes += 1
    guard badBytes <= TableLimits.badBytes else {
      throw TableError(
        file: name, field: "encoding", expected: encoding.rawValue,
        found: "more than \(TableLimits.badBytes) bytes that do not belong to it, the last at offset \(offset)")
    }
    origins[textOffset] = (offset, input[inputStart])
    text[filled] = TextStream.badByte
    filled += 1
    textOffset += 1
    let unit = encoding == .gb18030 ? 1 : 2
    inputStart = min(inputStart + unit, inputEnd)
  }
}
