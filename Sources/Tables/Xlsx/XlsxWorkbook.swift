/// A reader of Office Open XML workbooks (.xlsx), transitional and strict: streaming, bounded by ``XlsxLimits``.
///
/// Values only: text is text, numbers keep the digits of the file, dates stay serial numbers with a format class.
/// Not `Sendable`: one archive handle, one task.
public struct XlsxWorkbook {
  /// The worksheets in workbook order, hidden ones included; chart sheets have no cells and are left out.
  public let sheetNames: [String]
  /// True when serial dates count from 1904-01-01 instead of 1899-12-30.
  public let date1904: Bool
  private let archive: ZipArchive
  private let sheetParts: [String: String]
  private let strings: SharedStrings
  private let formats: [NumberFormatClass]

  /// Opens the workbook and reads its shared strings and formats.
  ///
  /// Throws ``TableError`` when the file is no zip archive, an old .xls, encrypted or damaged, exceeds a limit, has a DTD in
  /// any part, or links to another workbook.
  public init(path: String) throws { try self.init(FileInput(path: path, name: path)) }

  init(_ input: some TableInput) throws {
    archive = try input.zipArchive(.workbook)
    for name in archive.index.keys.sorted() where name.hasSuffix(".xml") || name.hasSuffix(".rels") {
      try XMLPart.refuseDocumentType(name, of: archive)
    }
    guard archive.index["_rels/.rels"] != nil else {
      let isOpenDocument = archive.index["content.xml"] != nil && archive.index["mimetype"] != nil
      throw archive.failure(
        "file", "an xlsx workbook",
        isOpenDocument ? "an OpenDocument file (.ods): save it as .xlsx" : "a zip archive without a workbook's parts")
    }
    let package = try Relationships(archive, of: "")
    guard let workbook = package.first("officeDocument")?.target else {
      throw archive.failure("_rels/.rels", "a workbook", "none")
    }
    guard !workbook.hasSuffix(".bin") else {
      throw archive.failure("file", "an xlsx workbook", "a binary workbook (.xlsb): save it as .xlsx")
    }
    let relationships = try Relationships(archive, of: workbook)
    if let link = relationships.first("externalLink") {
      throw archive.failure(link.target, "a workbook that stands alone", "a link to another workbook")
    }
    let list = SheetList()
    try XMLPart.parse(workbook, of: archive, list)
    var names: [String] = []
    var parts: [String: String] = [:]
    for sheet in list.sheets {
      guard let target = relationships.byID[sheet.relationship] else {
        throw archive.failure(workbook, "a part for sheet '\(Excerpt.of(sheet.name.utf8))'", "none")
      }
      guard target.kind == "worksheet" else { continue }
      guard parts.updateValue(target.target, forKey: sheet.name) == nil else {
        throw archive.failure(workbook, "every sheet name once", "'\(Excerpt.of(sheet.name.utf8))' twice")
      }
      names.append(sheet.name)
    }
    sheetNames = names
    sheetParts = parts
    date1904 = list.date1904
    strings = SharedStrings()
    if let part = relationships.first("sharedStrings")?.target { try XMLPart.parse(part, of: archive, strings) }
    let styles = CellFormats()
    if let part = relationships.first("styles")?.target { try XMLPart.parse(part, of: archive, styles) }
    formats = styles.classes
  }

  /// Calls `row` with every row of a sheet that has a cell, in order.
  ///
  /// Throws ``TableError`` when there is no such sheet, when it is damaged or exceeds a limit, and whatever `row` throws.
  public func readSheet(named name: String, row: (borrowing XlsxRow) throws -> Void) throws {
    try withoutActuallyEscaping(row) { row in
      let part = try rows(ofSheet: name) { read throws in
        try row(read)
        return false
      }
      while try part.parsePiece() {}
    }
  }

  /// A parser of a sheet that hands its rows to `row`, to be driven by the caller; it makes a pause behind a row that returns true.
  func rows(ofSheet name: String, row: @escaping (borrowing XlsxRow) throws -> Bool) throws(TableError) -> XMLPart {
    try open(sheet: name, SheetRows(strings: strings, formats: formats, row: row))
  }

  /// A parser of a sheet for another handler.
  func open(sheet name: String, _ handler: XMLHandler) throws(TableError) -> XMLPart {
    guard let part = sheetParts[name] else {
      let known = sheetNames.map { "'\(Excerpt.of($0.utf8))'" }.joined(separator: ", ")
      throw archive.failure("sheet '\(Excerpt.of(name.utf8))'", "one of \(known)", "no such sheet")
    }
    return try XMLPart(archive.open(part), handler)
  }
}
