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

/// The names under which codes come: compared without case of ASCII letters and without blanks around them.
struct CodeNames: Sendable {
  private let names: [[UInt8]]

  init(_ names: some Sequence<String>) {
    self.names = names.map { name in
      let bytes = Array(name.utf8)
      return bytes[Self.extent(of: bytes)].map(Self.small)
    }
  }

  func contains(_ name: [UInt8]) -> Bool {
    let extent = Self.extent(of: name)
    return names.contains { $0.count == extent.count && zip($0, name[extent]).allSatisfy { $0 == Self.small($1) } }
  }

  /// Without the blanks at both ends.
  private static func extent(of name: [UInt8]) -> Range<Int> {
    guard let first = name.firstIndex(where: { $0 > 0x20 }), let last = name.lastIndex(where: { $0 > 0x20 }) else { return 0..<0 }
    return first..<last + 1
  }

  private static func small(_ byte: UInt8) -> UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte }
}
