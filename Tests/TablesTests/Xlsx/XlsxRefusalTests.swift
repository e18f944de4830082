import Testing

@testable import Tables

/// Files that are no honest workbook are refused by name before anything is read from them.
@Suite struct XlsxRefusalTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func message(_ path: String) -> String? {
    let error = #expect(throws: TableError.self) { try XlsxWorkbook(path: path) }
    return error.map { String($0.description.dropFirst(path.count)) }
  }

  @Test func refusesOtherFiles() throws {
    let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 70_000)
    let encrypted = ole + "EncryptedPackage".utf8.flatMap { (letter: UInt8) -> [UInt8] in [letter, 0] } + [0, 0]
    #expect(try message(folder.write([], "a.xlsx")) == ": file: expected an xlsx workbook, found an empty file")
    #expect(
      try message(folder.write(Array("a,b\n1,2\n".utf8), "b.xlsx"))
        == ": file: expected an xlsx workbook, found something else, starting with 'a,b\\n1,2\\n'")
    #expect(
      try message(folder.write(ole, "c.xlsx"))
        == ": file: expected an xlsx workbook, found an old .xls workbook (OLE2): save it as .xlsx")
    #expect(
      try message(folder.write(encrypted, "d.xlsx")) == ": file: expected an xlsx workbook, found a workbook encrypted with a password")
    #expect(
      try message(folder.write([0x50, 0x4B, 3, 4, 1, 2, 3], "e.xlsx"))
        == ": file: expected an xlsx workbook, found a damaged zip archive (Not a zip archive)")
    #expect(message(folder.file("none.xlsx")) == ": file: expected an xlsx workbook, found No such file or directory")
  }

  /// Copies a good workbook; `edit` is Python over `name`, `data`, and the new archive `b`.
  private func edited(_ edit: String, then: String = "") throws -> String {
    let path = folder.file("edited.xlsx")
    _ = try Python.run(
      """
      import sys, zipfile, openpyxl
      plain, path = sys.argv[1:3]
      wb = openpyxl.Workbook(); wb.active.append(["x"]); wb.save(plain)
      with zipfile.ZipFile(plain) as a, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as b:
          for name in a.namelist():
              data = a.read(name)
              \(edit)
              b.writestr(name, data)
      \(then)
      """, [folder.file("plain.xlsx"), path])
    return path
  }

  @Test(arguments: ["xl/worksheets/sheet1.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels"])
  func refusesADocumentTypeInAnyPart(part: String) throws {
    let path = try edited(
      "if name == '\(part)': data = b'<!DOCTYPE x [<!ENTITY a \"b\">]>' + data[data.index(b'?>') + 2 if data.startswith(b'<?') else 0:]")
    #expect(message(path) == ": \(part): expected XML without a document type, found a DOCTYPE")
  }

  @Test func refusesABomb() throws {
    let path = try edited("if name.endswith('sheet1.xml'): data = data + b' ' * 50_000_000")
    let text = try #require(message(path))
    #expect(text.hasPrefix(": xl/worksheets/sheet1.xml: expected at most 300 times its packed size, found "))
    #expect(text.contains(" bytes that unpack to 500"))
  }

  @Test func refusesTooManyParts() throws {
    let path = try edited("", then: "with zipfile.ZipFile(path, 'a') as b:\n    for i in range(10001): b.writestr(f'x{i}', b'')")
    #expect(message(path)?.hasPrefix(": file: expected at most 10000 parts, found 100") == true)
  }

  @Test func refusesALinkToAnotherWorkbook() throws {
    let path = try edited(
      """
      if name == 'xl/_rels/workbook.xml.rels': data = data.replace(b'</Relationships>', b'<Relationship Id="l" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>')
      """)
    #expect(
      message(path) == ": xl/externalLinks/externalLink1.xml: expected a workbook that stands alone, found a link to another workbook")
  }

  @Test func refusesEncryptedParts() throws {
    // Bit 0 of the general purpose flags, in the local header and in the directory.
    let path = try edited(
      "", then: "d = bytearray(open(path, 'rb').read()); d[6] |= 1; d[d.index(b'PK\\x01\\x02') + 8] |= 1; open(path, 'wb').write(d)")
    #expect(message(path)?.hasSuffix("expected an unencrypted workbook, found an encrypted part") == true)
  }

  @Test func noticesDamagedData() throws {
    let path = try edited("")
    _ = try Python.run(
      """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1]) as a: info = a.getinfo('xl/worksheets/sheet1.xml')
      d = bytearray(open(sys.argv[1], 'rb').read())
      # The stored CRC in the directory no longer fits.
      at = d.rindex(b'xl/worksheets/sheet1.xml') - 46 + 16
      d[at] ^= 0xFF
      open(sys.argv[1], 'wb').write(d)
      """, [path])
    let error = #expect(throws: TableError.self) {
      try XlsxWorkbook(path: path).readSheet(named: "Sheet") { _ in }
    }
    #expect(error?.field == "xl/worksheets/sheet1.xml")
    #expect(error?.expected == "an undamaged part" || error?.expected == "a readable part")
  }
}
