/// What stands for a card code.
public enum CodeReplacement: Sendable {
  /// The empty text: there is no key, and nobody matches by codes.
  case nothing
  /// `hmac:` and the 64 hexadecimal digits that the function gives for the code's bytes, quotes and escapes undone.
  case hash(@Sendable (Span<UInt8>) -> [UInt8])

  static let prefix = Array("hmac:".utf8)
  private static let digits = 64

  /// Appends what stands for `code`.
  func append(for code: Span<UInt8>, to output: inout [UInt8]) {
    guard case .hash(let digits) = self else { return }
    output += Self.prefix
    output += digits(code)
  }

  /// True for the empty text and for what stands for a code already: a run from the archive sees what the run that pulled saw.
  static func isDone(_ value: Span<UInt8>) -> Bool {
    if value.isEmpty { return true }
    guard value.count == prefix.count + digits else { return false }
    for index in prefix.indices where value[index] != prefix[index] { return false }
    for index in prefix.count..<value.count {
      switch value[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): continue
      default: return false
      }
    }
    return true
  }
}
