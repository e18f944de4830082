/// The sheets and the date system, from the workbook part.
final class SheetList: XMLHandler {
  struct Sheet {
    var name: String
    var relationship: String
  }

  private(set) var sheets: [Sheet] = []
  private(set) var date1904 = false

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "workbookPr" {
      date1904 = attributes["date1904"]?.isTrue ?? false
    } else if name == "sheet", let title = attributes["name"], let id = attributes["id"], sheets.count < XlsxLimits.sheets {
      sheets.append(Sheet(name: title.text, relationship: id.text))
    }
  }
}

/// Stops at the root element: by then a document type would have been seen.
private final class RootElement: XMLHandler {
  override func start(_ name: XMLName, _ attributes: XMLAttributes) { isDone = true }
}

extension XMLPart {
  /// Reads up to the root element; throws ``TableError`` when a document type stands before it.
  static func refuseDocumentType(_ name: String, of archive: ZipArchive) throws { try parse(name, of: archive, RootElement()) }
}
