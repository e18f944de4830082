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

  final var refusal: Refusal?
  /// The error of the caller's own code; stops parsing and is thrown on.
  final var failure: (any Error)?
  /// Set to stop early without error: everything needed was seen.
  final var isDone = false
  /// Set to make a pause: ``XMLPart/parsePiece()`` returns, and goes on from there when it is called again.
  final var wantsPause = false
  final var depth = 0

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
    let status = try isPaused ? unsafe XML_ResumeParser(parser) : parseNext()
    isPaused = status == XML_STATUS_SUSPENDED
    if let failure = handler.failure { throw failure }
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

  init(_ handler: XMLHandler, _ parser: XML_Parser) {
    self.handler = handler
    unsafe self.parser = parser
  }

  func stopIfNeeded() {
    if handler.failure != nil || handler.refusal != nil || handler.isDone || hasDoctype {
      _ = unsafe XML_StopParser(parser, 0)
    } else if handler.wantsPause {
      _ = unsafe XML_StopParser(parser, 1)
    }
  }

  @inline(__always)
  static func from(_ pointer: UnsafeMutableRawPointer?) -> Link {
    unsafe Unmanaged<Link>.fromOpaque(pointer!).takeUnretainedValue()
  }

  static let start: XML_StartElementHandler = { pointer, name, attributes in
    let link = unsafe Link.from(pointer)
    let handler = link.handler
    handler.depth += 1
    guard handler.depth <= XlsxLimits.depth else {
      handler.refusal = .init(expected: "at most \(XlsxLimits.depth) nested elements", found: "more")
      return link.stopIfNeeded()
    }
    unsafe handler.start(XMLName(name!), XMLAttributes(attributes!))
    link.stopIfNeeded()
  }

  static let end: XML_EndElementHandler = { pointer, name in
    let link = unsafe Link.from(pointer)
    unsafe link.handler.end(XMLName(name!))
    link.handler.depth -= 1
    link.stopIfNeeded()
  }

  static let text: XML_CharacterDataHandler = { pointer, bytes, count in
    let link = unsafe Link.from(pointer)
    unsafe bytes!.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
      unsafe link.handler.text(UnsafeBufferPointer(start: $0, count: Int(count)))
    }
    link.stopIfNeeded()
  }

  static let doctype: XML_StartDoctypeDeclHandler = { pointer, _, _, _, _ in
    let link = unsafe Link.from(pointer)
    link.hasDoctype = true
    link.stopIfNeeded()
  }
}
