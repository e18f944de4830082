import Foundation
import Testing

@testable import WorkbookWriter

@Suite struct ErrorTests {
  let workshop = Workshop()

  private func open() throws -> Workbook {
    try Workbook(path: "staging/S-1.xlsx", temporaryFolder: workshop.folder, title: "结算单")
  }

  @Test func sheetNames() throws {
    let workbook = try open()
    _ = try workbook.addSheet("Details")
    _ = try workbook.addSheet(String(repeating: "明", count: 31))
    let cases = [
      ("", "at least one character"),
      (String(repeating: "明", count: 32), "at most 31 UTF-16 units"),
      (String(repeating: "🎫", count: 16), "at most 31 UTF-16 units"),
      ("a/b", "none of [ ] : * ? / \\"),
      ("a\0b", "no control character"),
      ("'a", "no apostrophe at either end"),
      ("History", "a name Excel does not reserve"),
      ("DETAILS", "a name not used in this workbook, whatever its case"),
    ]
    for (name, rule) in cases {
      #expect(
        message { _ = try workbook.addSheet(name) }
          == "staging/S-1.xlsx: '\(name)' is no sheet name: expected \(rule); rename the sheet")
    }
  }

  @Test func cells() throws {
    let workbook = try open()
    let sheet = try workbook.addSheet("明细")
    try sheet.write(text: "a", row: 8, column: 0)
    #expect(
      message { try sheet.write(text: "b", row: 7, column: 0) }
        == "staging/S-1.xlsx: sheet '明细', row 8: row written too late: row 9 was already begun; write rows from the top down")
    #expect(
      message { try sheet.write(integer: 1, row: 8, column: 0) }
        == "staging/S-1.xlsx: sheet '明细', row 9: column 1 was already written in this row; write each cell once")
    let outside =
      "is outside the sheet: expected rows 1 to 1048576, columns 1 to 16384; use DetailSheets for long tables"
    #expect(
      message { try sheet.write(integer: 1, row: 1_048_576, column: 0) }
        == "staging/S-1.xlsx: sheet '明细': cell (row 1048577, column 1) \(outside)")
    #expect(
      message { try sheet.write(integer: 1, row: 9, column: -1) } == "staging/S-1.xlsx: sheet '明细': cell (row 10, column 0) \(outside)")
    #expect(
      message { try sheet.autofilter(headerRow: 0, lastRow: 3, columns: 0...0) }
        == "staging/S-1.xlsx: sheet '明细': libxlsxwriter error 23: Worksheet row or column index out of range. "
        + "To do: the call is at fault, not the data: report it")
    #expect(
      message { try sheet.setUpPrinting(PrintSetup(footer: String(repeating: "x", count: 300))) }
        == "staging/S-1.xlsx: sheet '明细': footer of 317 characters: expected at most 255; shorten its text")
  }

  @Test func folders() throws {
    #expect(
      message { _ = try Workbook(path: "S-1.xlsx", temporaryFolder: "/nowhere", title: "") }
        == "S-1.xlsx: no temporary folder can be made in '/nowhere': No such file or directory; "
        + "give a writable folder with space for the unpacked sheets")
    let workbook = try Workbook(path: "/nowhere/S-1.xlsx", temporaryFolder: workshop.folder, title: "")
    try workbook.addSheet("一").write(text: "x", row: 0, column: 0)
    #expect(
      message { try workbook.close() }
        == "/nowhere/S-1.xlsx: libxlsxwriter error 2: Error creating output xlsx file. Usually a permissions error. "
        + "To do: check that the folder of the file and the temporary folder exist, are writable and have free space")
    #expect(message { try workbook.close() } == "/nowhere/S-1.xlsx: the workbook is closed: write every cell before close()")
    #expect(message { _ = try workbook.addSheet("二") } == "/nowhere/S-1.xlsx: the workbook is closed: write every cell before close()")
    #expect(try workshop.names() == [])
  }
}
