/// What stands outside of memory for a text that must not be seen there: a prefix and hexadecimal digits of its keyed hash.
public struct KeyedForm: Sendable, Equatable {
  let prefix: [UInt8]
  let digits: Int
  /// In an object of JSON that is replaced the keys stay: they are names.
  let keepsKeys: Bool

  /// `hmac:` and 64 digits: a card code. A key of an object may be one.
  public static let code = KeyedForm("hmac:", digits: 64, keepsKeys: false)
  /// `buyer:` and 24 digits: the key of a buyer. 96 bits tell any number of buyers apart.
  public static let buyer = KeyedForm("buyer:", digits: 24, keepsKeys: true)

  private init(_ prefix: String, digits: Int, keepsKeys: Bool) {
    (self.prefix, self.digits, self.keepsKeys) = (Array(prefix.utf8), digits, keepsKeys)
  }

  /// True for a text of this form.
  public func matches(_ value: Span<UInt8>) -> Bool {
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

/// What takes the place of a card code or of the key of a buyer.
public struct CodeReplacement: Sendable {
  private let form: KeyedForm
  private let hash: (@Sendable (Span<UInt8>) -> [UInt8])?

  /// `hash` gives hexadecimal digits for the bytes of a text, quotes and escapes undone: at least as many as the form has. Without it the
  /// empty text takes the place: there is no key.
  public init(_ form: KeyedForm, hash: (@Sendable (Span<UInt8>) -> [UInt8])?) { (self.form, self.hash) = (form, hash) }

  var isNothing: Bool { hash == nil }
  var keepsKeys: Bool { form.keepsKeys }

  /// Appends what stands for `text`.
  func append(for text: Span<UInt8>, to output: inout [UInt8]) {
    guard let hash else { return }
    output += form.prefix
    output += hash(text).prefix(form.digits)
  }

  /// True for a text of nothing but blanks and for what stands for one already: a run from the archive sees what the run that pulled saw.
  func isDone(_ value: Span<UInt8>) -> Bool { Self.isBlank(value) || form.matches(value) }

  private static func isBlank(_ value: Span<UInt8>) -> Bool {
    for index in value.indices where value[index] != 0x20 && value[index] != 0x09 { return false }
    return true
  }
}

/// Texts that are replaced, by the names of their columns or keys.
public struct NamedCodes: Sendable {
  let names: CodeNames
  public let replacement: CodeReplacement

  public init(_ names: CodeNames, _ replacement: CodeReplacement) { (self.names, self.replacement) = (names, replacement) }
}
