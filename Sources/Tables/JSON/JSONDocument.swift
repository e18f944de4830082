/// One JSON text (RFC 8259) as a flat tape of its values, in the order of the text: an object, then its first name, that one's value, …
///
/// A value is named by its place on the tape; the text itself is at 0. Numbers keep their text, texts are unescaped when asked for, and no
/// value has memory of its own. Make one and pass it again and again to ``JSONReader/next(into:)``.
public struct JSONDocument: Sendable {
  /// The whole file, of which the document is a part.
  public internal(set) var bytes: [UInt8] = []
  /// The file as the caller named it.
  public internal(set) var file = ""
  /// The document's own bytes.
  public internal(set) var range = 0..<0
  var nodes: [JSONNode] = []

  public init() {}

  /// Reads a file that holds one document and nothing but blanks around it; throws ``JSONError``.
  public init(bytes: consuming [UInt8], file: String) throws(JSONError) {
    try read(bytes: bytes, file: file)
  }

  /// Reads another such file in the place of what was here, into the same memory.
  public mutating func read(bytes: consuming [UInt8], file: String) throws(JSONError) {
    var reader = try JSONReader(bytes: bytes, file: file)
    guard try reader.next(into: &self) else { throw reader.emptyFile() }
    try reader.requireEnd()
  }

  public func kind(_ place: Int) -> JSONKind { nodes[place].kind }

  /// Where a value's bytes are, of a text those between the quotes, still escaped.
  public func range(_ place: Int) -> Range<Int> { Int(nodes[place].start)..<Int(nodes[place].end) }

  /// The place behind a value and all it holds.
  public func next(_ place: Int) -> Int { nodes[place].kind == .name ? place + 1 : Int(nodes[place].next) }

  /// The places of an array's elements, in order; none for any other value.
  public func elements(of array: Int) -> [Int] {
    guard kind(array) == .array else { return [] }
    return Array(sequence(first: array + 1) { next($0) }.prefix { $0 < next(array) })
  }

  /// The places of an object's names and values, in order; none for any other value.
  public func members(of object: Int) -> [(name: Int, value: Int)] {
    guard kind(object) == .object else { return [] }
    return sequence(first: object + 1) { next($0 + 1) }.prefix { $0 < next(object) }.map { ($0, $0 + 1) }
  }

  /// True for a text with escapes in it; ``range(_:)`` has them as written.
  public func isEscaped(_ place: Int) -> Bool { nodes[place].isEscaped }

  /// True for a number without point and exponent.
  public func isWholeNumber(_ place: Int) -> Bool {
    kind(place) == .number && bytes[range(place)].allSatisfy { $0 == UInt8(ascii: "-") || $0 &- 0x30 <= 9 }
  }

  /// The text of a string, a number as written, `true`, `false`, `null`; nil for an object or an array.
  public func text(_ place: Int) -> String? {
    guard kind(place) != .object && kind(place) != .array else { return nil }
    var text: [UInt8] = []
    appendText(place, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the text of a string, unescaped, or of any other value as it is written.
  public func appendText(_ place: Int, to result: inout [UInt8]) {
    let node = nodes[place]
    guard node.isEscaped else {
      result.append(contentsOf: bytes[Int(node.start)..<Int(node.end)])
      return
    }
    unsafe bytes.withUnsafeBufferPointer {
      unsafe JSONEscapes.append(UnsafeBufferPointer(rebasing: $0[Int(node.start)..<Int(node.end)]), to: &result)
    }
  }

  /// A hash of a value's bytes as they are written; its key is another one in every process.
  public func hash(_ place: Int) -> Int {
    var hasher = Hasher()
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0[range(place)])) }
    return hasher.finalize()
  }

  /// The place of the value that `pointer` leads to from the value at `place`, or nil when there is none.
  public func find(_ pointer: JSONPointer, from place: Int = 0) -> Int? {
    var place = place
    for step in pointer.steps {
      let found =
        switch kind(place) {
        case .object: member(step, of: place)
        case .array: step.index.flatMap { element($0, of: place) }
        default: Int?.none
        }
      guard let found else { return nil }
      place = found
    }
    return place
  }

  private func member(_ step: JSONPointer.Step, of object: Int) -> Int? {
    let end = next(object)
    var name = object + 1
    while name < end {
      if nodes[name].isEscaped || nodes[name].next == step.hash, isNamed(name, step.name) { return name + 1 }
      name = next(name + 1)
    }
    return nil
  }

  private func isNamed(_ place: Int, _ name: [UInt8]) -> Bool {
    let node = nodes[place]
    guard node.isEscaped else { return bytes[Int(node.start)..<Int(node.end)].elementsEqual(name) }
    var text: [UInt8] = []
    appendText(place, to: &text)
    return text == name
  }

  private func element(_ index: Int, of array: Int) -> Int? {
    var left = index
    var place = array + 1
    while place < next(array) {
      if left == 0 { return place }
      left -= 1
      place = next(place)
    }
    return nil
  }
}
