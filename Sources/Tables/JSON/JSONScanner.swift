/// Reads one document onto the tape; lives only while the bytes are borrowed.
///
/// A loop with a stack of open objects and arrays: the depth of the input never becomes depth of calls.
@safe
struct JSONScanner {
  let base: UnsafePointer<UInt8>
  let end: Int
  /// The next byte to read.
  var position: Int
  var nodes: [JSONNode] = []
  private var open: [Container] = []
  /// The names of every open object, the innermost last.
  private var names: [UInt32] = []

  private struct Container {
    let node: Int
    let isObject: Bool
    let firstName: Int
    var hasEscapedName = false
  }

  /// Requires a non-empty buffer.
  init(_ bytes: UnsafeBufferPointer<UInt8>, position: Int) {
    unsafe base = bytes.baseAddress!
    end = bytes.count
    self.position = position
  }

  /// Reads the value at `position` and stops behind it.
  mutating func readDocument() throws(JSONFault) {
    while true {
      let opened = try readValueStart()
      if opened { continue }
      // A value is complete; so may be those around it.
      while let container = open.last {
        skipBlanks()
        let byte = peek()
        if byte == UInt8(ascii: ",") {
          position += 1
          if container.isObject { try readName() }
          break
        }
        guard byte == UInt8(ascii: container.isObject ? "}" : "]") else {
          throw fault(container.isObject ? "a comma or }" : "a comma or ]")
        }
        try close(container)
      }
      if open.isEmpty { return }
    }
  }

  /// Reads a scalar or an empty container, or opens a container (true) up to its first value.
  private mutating func readValueStart() throws(JSONFault) -> Bool {
    skipBlanks()
    switch peek() {
    case UInt8(ascii: "\""): try readString(as: .string)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
    case UInt8(ascii: "{"): return try openObject()
    case UInt8(ascii: "["): return try openArray()
    case UInt8(ascii: "t"): try readWord("true", .true)
    case UInt8(ascii: "f"): try readWord("false", .false)
    case UInt8(ascii: "n"): try readWord("null", .null)
    default: throw fault("a value")
    }
    return false
  }

  private mutating func openObject() throws(JSONFault) -> Bool {
    try openContainer(.object)
    guard peek() == UInt8(ascii: "}") else {
      try readName()
      return true
    }
    try close(open[open.count - 1])
    return false
  }

  private mutating func openArray() throws(JSONFault) -> Bool {
    try openContainer(.array)
    guard peek() == UInt8(ascii: "]") else { return true }
    try close(open[open.count - 1])
    return false
  }

  private mutating func openContainer(_ kind: JSONKind) throws(JSONFault) {
    guard open.count < JSONLimits.depth else {
      throw JSONFault(offset: position, expected: "at most \(JSONLimits.depth) objects and arrays inside each other", found: "more")
    }
    open.append(Container(node: nodes.count, isObject: kind == .object, firstName: names.count))
    try append(kind, position, position)
    position += 1
    skipBlanks()
  }

  /// Takes the closing bracket at `position`.
  private mutating func close(_ container: Container) throws(JSONFault) {
    if container.isObject { try checkNames(container) }
    position += 1
    nodes[container.node].end = UInt32(truncatingIfNeeded: position)
    nodes[container.node].next = UInt32(truncatingIfNeeded: nodes.count)
    names.removeLast(names.count - container.firstName)
    open.removeLast()
  }

  /// Reads a member's name and its colon.
  private mutating func readName() throws(JSONFault) {
    skipBlanks()
    guard peek() == UInt8(ascii: "\"") else { throw fault("a name in quotes") }
    names.append(UInt32(truncatingIfNeeded: nodes.count))
    try readString(as: .name)
    let name = nodes[nodes.count - 1]
    if name.isEscaped { open[open.count - 1].hasEscapedName = true }
    let text = unsafe UnsafeBufferPointer(start: base + Int(name.start), count: Int(name.end - name.start))
    nodes[nodes.count - 1].next = unsafe JSONName.hash(text)
    skipBlanks()
    guard peek() == UInt8(ascii: ":") else { throw fault("a colon") }
    position += 1
  }

  private func checkNames(_ container: Container) throws(JSONFault) {
    let count = names.count - container.firstName
    let repeated: Int?
    if container.hasEscapedName || count > 16 {
      var seen: Set<[UInt8]> = []
      repeated = names[container.firstName...].first { !seen.insert(text(ofName: $0)).inserted }.map { Int($0) }
    } else {
      repeated = unsafe firstRepeated(among: container.firstName..<names.count)
    }
    guard let repeated else { return }
    throw JSONFault(
      offset: Int(nodes[repeated].start) - 1, expected: "every name once in an object",
      found: "'\(Excerpt.of(text(ofName: UInt32(repeated))))' twice")
  }

  /// Few names, none of them escaped: each with each.
  @unsafe
  private func firstRepeated(among places: Range<Int>) -> Int? {
    unsafe names.withUnsafeBufferPointer { names in
      unsafe nodes.withUnsafeBufferPointer { nodes in
        for place in places.dropFirst() {
          let name = unsafe nodes[Int(names[place])]
          for earlier in places.lowerBound..<place {
            let other = unsafe nodes[Int(names[earlier])]
            if unsafe other.next == name.next && hasSameBytes(name, other) { return unsafe Int(names[place]) }
          }
        }
        return nil
      }
    }
  }

  @unsafe
  private func hasSameBytes(_ one: JSONNode, _ other: JSONNode) -> Bool {
    let count = Int(one.end - one.start)
    guard other.end - other.start == count else { return false }
    for place in 0..<count where unsafe base[Int(one.start) + place] != base[Int(other.start) + place] { return false }
    return true
  }

  private func text(ofName place: UInt32) -> [UInt8] {
    let name = nodes[Int(place)]
    let text = unsafe UnsafeBufferPointer(start: base + Int(name.start), count: Int(name.end - name.start))
    guard name.isEscaped else { return unsafe Array(text) }
    var result: [UInt8] = []
    unsafe JSONEscapes.append(text, to: &result)
    return result
  }

  @inline(__always)
  mutating func append(_ kind: JSONKind, _ start: Int, _ end: Int, isEscaped: Bool = false) throws(JSONFault) {
    guard nodes.count < JSONLimits.nodes else {
      throw JSONFault(offset: start, expected: "at most \(JSONLimits.nodes) values", found: "more")
    }
    nodes.append(
      JSONNode(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), next: UInt32(truncatingIfNeeded: nodes.count + 1),
        kind: kind, isEscaped: isEscaped))
  }

  /// The byte at `position`; 0, which nothing expects, at the end.
  @inline(__always)
  func peek() -> UInt8 { unsafe position < end ? base[position] : 0 }

  @inline(__always)
  mutating func skipBlanks() {
    while position < end, unsafe Self.isBlank(base[position]) { position += 1 }
  }

  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// What is wrong at `offset`, by default at `position`.
  @inline(never)
  func fault(_ expected: String, at offset: Int? = nil) -> JSONFault {
    let offset = offset ?? position
    let found = unsafe JSONFault.found(offset < end ? base[offset] : nil)
    return JSONFault(offset: offset, expected: expected, found: found)
  }
}
