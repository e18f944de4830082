/// The workbook's shared strings in one buffer: plain text, without fonts and phonetic guides.
final class SharedStrings: XMLHandler {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var isInText = false
  private var isInPhonetic = false

  var count: Int { ends.count }

  /// Where string `index` stands in ``bytes``.
  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "t" { isInText = true } else if name == "rPh" { isInPhonetic = true }
  }

  override func text(_ piece: UnsafeBufferPointer<UInt8>) {
    guard isInText && !isInPhonetic else { return }
    unsafe bytes.append(contentsOf: piece)
    if bytes.count > XlsxLimits.sharedStringBytes {
      refusal = Refusal(expected: "at most \(XlsxLimits.sharedStringBytes) bytes of strings", found: "more")
    }
  }

  override func end(_ name: XMLName) {
    if name == "t" {
      isInText = false
    } else if name == "rPh" {
      isInPhonetic = false
    } else if name == "si" {
      EscapedText.decode(&bytes, from: ends.last ?? 0)
      ends.append(bytes.count)
      if count > XlsxLimits.sharedStrings { refusal = Refusal(expected: "at most \(XlsxLimits.sharedStrings) strings", found: "more") }
    }
  }
}

/// Characters that XML cannot carry are written `_xHHHH_` in a workbook (ECMA-376 part 1, 22.9.2.19).
enum EscapedText {
  /// Puts the characters back in place, from `start` to the end of `bytes`.
  static func decode(_ bytes: inout [UInt8], from start: Int) {
    var read = start
    while read < bytes.count, bytes[read] != UInt8(ascii: "_") || escape(bytes, at: read) == nil { read += 1 }
    guard read < bytes.count else { return }
    let first = read
    var write = first
    while read < bytes.count {
      if let scalar = escape(bytes, at: read) {
        for byte in UTF8.encode(scalar)! {
          bytes[write] = byte
          write += 1
        }
        read += 7
      } else {
        bytes[write] = bytes[read]
        write += 1
        read += 1
      }
    }
    bytes.removeLast(bytes.count - write)
  }

  private static func escape(_ bytes: [UInt8], at: Int) -> Unicode.Scalar? {
    guard bytes[at] == UInt8(ascii: "_"), at + 7 <= bytes.count, bytes[at + 1] == UInt8(ascii: "x") else { return nil }
    guard bytes[at + 6] == UInt8(ascii: "_") else { return nil }
    var value: UInt32 = 0
    for byte in bytes[at + 2..<at + 6] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value * 16 + UInt32(digit)
    }
    return Unicode.Scalar(value)
  }
}
