import CExpat

/// What the parser tells about one XML part; names come without prefix. Subclasses keep what they need.
class XMLHandler {
  /// What the handler does not accept in this part; stops parsing and becomes a ``TableError``.
  struct Refusal {
    /// The sheet's row, or 0.
    var line = 0
    var expected: String
    var found: String
  }

  final var refusal: Refusal? { didSet { stops = true } }
  /// The error of the caller's own code; stops parsing and is thrown on.
  final var failure: (any Error)? { didSet { stops = true } }
  /// Set to stop early without error: everything needed was seen.
  final var isDone = false { didSet { stops = true } }
  /// Set to make a pause: ``XMLPart/parsePiece()`` returns, and goes on from there when it is called again.
  final var wantsPause = false { didSet { stops = true } }
  /// One of these was set, the one thing that is looked at behind every element.
  fileprivate final var stops = false

  func start(_ name: XMLName, _ attributes: XMLAttributes) {}
  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// Owns one expat parser and feeds it a part of the archive, a piece at a time.
///
/// A document type declaration is refused before it takes effect, so no entity is ever declared, expanded or fetched.
@safe
final class XMLPart {
  private let parser: XML_Parser
  private let link: Link
  private var part: ZipPart
  /// The last bytes were given to the parser.
  private(set) var isAtEnd = false
  private var isPaused = false
  private static let chunk = 1 << 16

  init(_ part: consuming ZipPart, _ handler: XMLHandler) throws(TableError) {
    guard let parser = unsafe XML_ParserCreate(nil) else {
      throw part.archive.failure(part.name, "an XML parser", "no memory for one")
    }
    unsafe self.parser = parser
    self.part = part
    unsafe link = Link(handler, parser)
    unsafe XML_SetUserData(parser, Unmanaged.passUnretained(link).toOpaque())
    unsafe XML_SetElementHandler(parser, Link.start, Link.end)
    unsafe XML_SetCharacterDataHandler(parser, Link.text)
    unsafe XML_SetStartDoctypeDeclHandler(parser, Link.doctype)
  }

  deinit { unsafe XML_ParserFree(parser) }

  /// Parses the part `name` to its end, or until the handler is done. Throws ``TableError`` for damage and whatever the handler set as
  /// its failure.
  static func parse(_ name: String, of archive: ZipArchive, _ handler: XMLHandler) throws {
    let part = try XMLPart(archive.open(name), handler)
    while try part.parsePiece() {}
  }

  /// Parses the next piece, or on until the handler wants a pause; false at the end, and when the handler is done. Throws as
  /// ``parse(_:of:_:)`` does.
  func parsePiece() throws -> Bool {
    let handler = link.handler
    guard (!isAtEnd || isPaused) && !handler.isDone else { return false }
    handler.wantsPause = false
    handler.stops = false
    let status = try isPaused ? unsafe XML_ResumeParser(parser) : parseNext()
    isPaused = status == XML_STATUS_SUSPENDED
    if let failure = handler.failure { throw failure }
    if link.isTooDeep { throw part.archive.failure(part.name, "at most \(XlsxLimits.depth) nested elements", "more") }
    if let refusal = handler.refusal {
      throw TableError(
        file: part.archive.path, line: refusal.line, field: part.name, expected: refusal.expected, found: refusal.found)
    }
    if link.hasDoctype { throw part.archive.failure(part.name, "XML without a document type", "a DOCTYPE") }
    if status == XML_STATUS_ERROR && !handler.isDone { throw damage }
    return (!isAtEnd || isPaused) && !handler.isDone
  }

  private func parseNext() throws(TableError) -> XML_Status {
    guard let buffer = unsafe XML_GetBuffer(parser, Int32(Self.chunk)) else {
      throw part.archive.failure(part.name, "memory to parse it", "none")
    }
    let count = try unsafe part.read(into: buffer, Self.chunk)
    isAtEnd = count == 0
    return unsafe XML_ParseBuffer(parser, Int32(count), isAtEnd ? 1 : 0)
  }

  private var damage: TableError {
    let line = unsafe XML_GetCurrentLineNumber(parser)
    let words = unsafe XML_ErrorString(XML_GetErrorCode(parser)).map { unsafe String(cString: $0) } ?? "an unknown error"
    return part.archive.failure(part.name, "well-formed XML", "\(words) at line \(line)")
  }
}

/// Carries expat's callbacks to the handler.
@safe
private final class Link {
  let handler: XMLHandler
  let parser: XML_Parser
  var hasDoctype = false
  private(set) var isTooDeep = false
  private var depth = 0

  init(_ handler: XMLHandler, _ parser: XML_Parser) {
    self.handler = handler
    unsafe self.parser = parser
  }

  @inline(__always)
  func stopIfNeeded() { if handler.stops { stop() } }

  @inline(never)
  func stop() {
    if handler.failure != nil || handler.refusal != nil || handler.isDone || hasDoctype || isTooDeep {
      _ = unsafe XML_StopParser(parser, 0)
    } else if handler.wantsPause {
      _ = unsafe XML_StopParser(parser, 1)
    }
  }

  private func start(_ name: XMLName, _ attributes: XMLAttributes) {
    depth += 1
    guard depth <= XlsxLimits.depth else {
      isTooDeep = true
      return stop()
    }
    handler.start(name, attributes)
    stopIfNeeded()
  }

  private func end(_ name: XMLName) {
    handler.end(name)
    depth -= 1
    stopIfNeeded()
  }

  private func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    unsafe handler.text(bytes)
    stopIfNeeded()
  }

  /// The part that is being parsed keeps the link alive.
  @inline(__always)
  private static func with(_ pointer: UnsafeMutableRawPointer?, _ body: (Link) -> Void) {
    unsafe Unmanaged<Link>.fromOpaque(pointer!)._withUnsafeGuaranteedRef { body($0) }
  }

  static let start: XML_StartElementHandler = { pointer, name, attributes in
    unsafe with(pointer) { unsafe $0.start(XMLName(name!), XMLAttributes(attributes!)) }
  }

  static let end: XML_EndElementHandler = { pointer, name in unsafe with(pointer) { unsafe $0.end(XMLName(name!)) } }

  static let text: XML_CharacterDataHandler = { pointer, bytes, count in
    unsafe with(pointer) {
      unsafe $0.text(UnsafeBufferPointer(start: UnsafeRawPointer(bytes!).assumingMemoryBound(to: UInt8.self), count: Int(count)))
    }
  }

  static let doctype: XML_StartDoctypeDeclHandler = { pointer, _, _, _, _ in
    unsafe with(pointer) {
      $0.hasDoctype = true
      $0.stop()
    }
  }
}
