/// A text that is not JSON as RFC 8259 has it: the caller treats its source as failed.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as the caller named it.
  public let file: String
  /// The 1-based physical line; lines end at LF.
  public let line: Int
  /// The 0-based offset in the file.
  public let offset: Int
  public let expected: String
  /// One character or a member's name, never a value.
  public let found: String

  public var description: String { "\(file):\(line): byte \(offset): expected \(expected), found \(found)" }
}

/// An error that does not know its file and line yet.
struct JSONFault: Error {
  let offset: Int
  let expected: String
  let found: String

  /// What a message says of the byte that was not expected; nil is the end.
  static func found(_ byte: UInt8?) -> String {
    guard let byte else { return "the end of the text" }
    if (0x21...0x7E).contains(byte) { return "'\(Character(Unicode.Scalar(byte)))'" }
    return "byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
  }
}
