/// Replaces the card codes in JSON text while it comes: one document, or several one after the other.
///
/// Inside the value of an object key with one of the given names, at any depth, every text (of card codes: keys, too) and number is replaced;
/// true, false and null stay, and everything else passes byte for byte. Name only keys that hold codes: a status `"code": 0` is replaced, too.
///
/// Where the text stops being JSON everything from there on is hidden (``HiddenText``): no reader takes it, and nobody knows what it holds.
/// So is a code that is no valid JSON string, and a document nested deeper than 512. UTF-8 only; other encodings are hidden.
public struct CodeFieldReplacer: CodeFilter {
  var grammar = JSONGrammar()
  let codes: [NamedCodes]
  var place = Place.start
  /// How much of a byte order mark came.
  var markBytes = 0
  /// A backslash came last, inside a text.
  var isEscaped = false
  /// The key or the code at hand as it stands in the text, without quotes.
  var held: [UInt8] = []
  /// The value that comes next belongs to a code's key: what takes its place.
  var codeNext: CodeReplacement?
  /// Within this many containers everything is a code.
  var codeDepth: (containers: Int, replacement: CodeReplacement)?

  enum Place { case start, between, key, text, code, word, hidden }

  /// `codes` name the keys whose values are replaced; where two name one, the first counts.
  public init(_ codes: [NamedCodes]) { self.codes = codes }

  /// False: any key may still be a code's.
  public var isPassing: Bool { false }

  var isInCode: Bool { codeNext != nil || codeDepth != nil }
  /// A key that comes now is a code.
  var isKeyCode: Bool { codeDepth.map { !$0.replacement.keepsKeys } ?? false }
  /// What takes the place of the code at hand.
  var replacement: CodeReplacement { (codeDepth?.replacement ?? codeNext)! }

  public mutating func filter(_ piece: Span<UInt8>, into output: inout [UInt8]) {
    var at = 0
    while at < piece.count {
      switch place {
      case .start, .between: at = walkBetween(piece, from: at, into: &output)
      case .key, .text: at = walkText(piece, from: at, into: &output)
      case .code: at = holdCode(piece, from: at, into: &output)
      case .word: at = holdWord(piece, from: at, into: &output)
      case .hidden:
        hide(piece.extracting(at...), into: &output)
        at = piece.count
      }
    }
  }

  public mutating func finish(into output: inout [UInt8]) {
    switch place {
    case .word: endWord(into: &output)
    case .code: hideHeldCode(into: &output)
    case .start, .between, .key, .text, .hidden: break
    }
  }

  func hide(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
    HiddenText.append(bytes, keeping: JSONGrammar.backslash, to: &output)
  }
}

/// What may come next in a JSON text, and in which containers it is.
struct JSONGrammar: Sendable {
  enum Next { case value, valueOrEnd, key, keyOrEnd, colon, separator }

  private(set) var next = Next.value
  /// For each open container whether it is an object.
  private var containers: [Bool] = []

  static let backslash = UInt8(ascii: "\\")
  static let depth = 512

  var openContainers: Int { containers.count }
  var takesKey: Bool { next == .key || next == .keyOrEnd }
  var takesValue: Bool { next == .value || next == .valueOrEnd }

  /// A text or a word came as a value.
  mutating func tookValue() { next = containers.isEmpty ? .value : .separator }

  mutating func tookKey() { next = .colon }

  /// One of `{ } [ ] , :` came; false where it must not.
  mutating func take(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard takesValue, containers.count < Self.depth else { return false }
      let isObject = byte == UInt8(ascii: "{")
      containers.append(isObject)
      next = isObject ? .keyOrEnd : .valueOrEnd
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      let isObject = byte == UInt8(ascii: "}")
      guard containers.last == isObject, next == .separator || next == (isObject ? .keyOrEnd : .valueOrEnd) else { return false }
      containers.removeLast()
      tookValue()
    case Byte.comma:
      guard next == .separator, let isObject = containers.last else { return false }
      next = isObject ? .key : .value
    case UInt8(ascii: ":"):
      guard next == .colon else { return false }
      next = .value
    default: return false
    }
    return true
  }
}
