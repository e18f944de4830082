/// A zip archive whose members are stored as they are, made in memory: every part is just what a test says, its CRC in order.
enum StoredZip {
  static func bytes(_ members: [(name: String, data: [UInt8])]) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, data) in members {
      let offset = file.count
      let name = Array(name.utf8)
      // Version 2.0, names in UTF-8, stored, no time.
      let common = two(20) + two(0x800) + two(0) + two(0) + two(0x21) + four(crc(data)) + four(data.count) + four(data.count)
      file += four(0x0403_4B50) + common + two(name.count) + two(0) + name + data
      directory +=
        four(0x0201_4B50) + two(20) + common + two(name.count) + two(0) + two(0) + two(0) + two(0) + four(0) + four(offset) + name
    }
    let end =
      four(0x0605_4B50) + two(0) + two(0) + two(members.count) + two(members.count) + four(directory.count) + four(file.count) + two(0)
    return file + directory + end
  }

  private static func two(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }

  private static func four(_ value: Int) -> [UInt8] { two(value & 0xFFFF) + two(value >> 16 & 0xFFFF) }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }

  private static func crc(_ data: [UInt8]) -> Int {
    Int(~data.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 })
  }
}

/// A workbook written part by part, with one sheet called `账单`.
struct HandMadeWorkbook {
  /// What stands inside `<worksheet>`.
  var sheet: String
  /// What stands inside `<sst>`.
  var strings = "<si><t>zero</t></si>"
  /// What stands before the sheet's root element.
  var prolog = ""
  var date1904 = false

  private static let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

  /// Rows of `<sheetData>` and nothing else.
  init(rows: String) { sheet = "<sheetData>\(rows)</sheetData>" }

  var parts: [(name: String, data: [UInt8])] {
    let relationships = [
      ("1", "worksheet", "worksheets/sheet1.xml"), ("2", "sharedStrings", "sharedStrings.xml"), ("3", "styles", "styles.xml"),
    ]
    let links = relationships.map { "<Relationship Id=\"r\($0)\" Type=\"\(Self.types)/\($1)\" Target=\"\($2)\"/>" }.joined()
    let texts = [
      (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"r1\" Type=\"\(Self.types)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
      ),
      ("xl/_rels/workbook.xml.rels", "<Relationships>\(links)</Relationships>"),
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.types)\"><workbookPr date1904=\"\(date1904)\"/>"
          + "<sheets><sheet name=\"账单\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
      ),
      ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"4\"/></cellXfs></styleSheet>"),
      ("xl/sharedStrings.xml", "<sst>\(strings)</sst>"),
      ("xl/worksheets/sheet1.xml", "\(prolog)<worksheet xmlns=\"\(Self.main)\">\(sheet)</worksheet>"),
    ]
    return texts.map { (name: $0.0, data: Array($0.1.utf8)) }
  }

  var bytes: [UInt8] { StoredZip.bytes(parts) }

  /// A row of inline texts.
  static func row(_ number: Int, _ texts: String...) -> String {
    "<row r=\"\(number)\">" + texts.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
  }
}
