import Foundation
import Testing

@testable import WorkbookWriter

@Suite struct ReadBackTests {
  @Test func numbersAreReadToFifteenDigits() throws {
    let cases: [(String, Int128)] = [
      ("0", 0), ("-0.01", -10_000), ("1E-05", 10), ("1E+15", 1_000_000_000_000_000_000_000), ("8.949999999999999", 8_950_000),
      ("9999999999999.99", 9_999_999_999_999_990_000), ("9999999999999.991", 9_999_999_999_999_990_000), ("0.0001", 100),
    ]
    for (text, millionths) in cases { #expect(try number(text).millionths() == millionths, "\(text)") }
    for text in ["", "-", "1.2.3", "1E", "1E+", "NAN", "1e5", "12 ", "1E+99999"] {
      #expect(message { _ = try number(text) } == "unexpected '\(text)'")
    }
    #expect(message { _ = try number("0.0000001").millionths() } == "unexpected number with 7 decimals")
  }

  @Test(arguments: [UInt64(3), 77]) func everyWrittenNumberIsReadBackExactly(seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    for _ in 0..<20_000 {
      let exponent = [0, 2, 3, 4, 6][Int(random.next() % 5)]
      let minorUnits = Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 64)
      guard let value = CellNumber.double(minorUnits: minorUnits, exponent: exponent) else { continue }
      let text = String(format: "%.16G", value)
      let scale = Int128(CellNumber.powersOfTen[6 - exponent])
      #expect(try number(text).millionths() == Int128(minorUnits) * scale, "\(text) seed \(seed)")
      let seconds = Int64(random.next() % 255_000_000_000) - 2_203_891_200
      let serial = String(format: "%.16G", try #require(CellNumber.serial(seconds: seconds)))
      #expect(try number(serial).secondsSince1970 == seconds, "\(serial) seed \(seed)")
    }
  }

  /// The second writing is compared with the tally of the first.
  @Test func everyKindOfDifferenceIsNamed() throws {
    typealias Fill = (Sheet) throws -> Void
    let base: Fill = { sheet in
      try sheet.write(text: "O-1", row: 0, column: 0)
      try sheet.write(amount: 1_250, exponent: 2, row: 0, column: 1)
      try sheet.write(dateDays: 20_413, row: 0, column: 2)
    }
    #expect(try difference(base, base) == "no error")
    #expect(
      try difference(base) {
        try base($0)
        try $0.write(text: "x", row: 1, column: 0)
      } == "rows 1, found 2")
    #expect(
      try difference(base) {
        try base($0)
        try $0.write(text: "x", row: 0, column: 3)
      } == "column 4: texts 0, found 1")
    #expect(
      try difference(base) {
        try base($0)
        try $0.write(integer: 0, row: 0, column: 3)
      } == "column 4: numbers 0, found 1")
    #expect(
      try difference(base) {
        try base($0)
        try $0.write(dateDays: 0, row: 0, column: 3)
      } == "column 4: dates 0, found 1")
    let cent: Fill = { sheet in
      try sheet.write(text: "O-2", row: 0, column: 0)
      try sheet.write(amount: 1_251, exponent: 2, row: 0, column: 1)
      try sheet.write(dateDays: 20_413, row: 0, column: 2)
    }
    #expect(try difference(base, cent) == "column 2: sum in millionths 12500000, found 12510000")
    let second: Fill = { sheet in
      try sheet.write(text: "O-1", row: 0, column: 0)
      try sheet.write(amount: 1_250, exponent: 2, row: 0, column: 1)
      try sheet.write(dateTimeSeconds: 20_413 * 86_400 + 1, row: 0, column: 2)
    }
    #expect(try difference(base, second) == "column 3: sum of seconds 1763683200, found 1763683201")
  }

  @Test func ruinedAndSwappedFilesAreErrors() throws {
    let workshop = Workshop()
    let path = workshop.path("S.xlsx")
    try Data("not a workbook".utf8).write(to: URL(fileURLWithPath: path))
    let text = message { try ReadBack.verify(path, []) }
    #expect(text.hasPrefix("\(path): cannot be read back: "))
    #expect(text.hasSuffix("; the temporary folder or the disk was probably full, free space and write the workbook again"))
    try workshop.write("T.xlsx") { _ = try $0.addSheet("一") }
    #expect(
      message { try ReadBack.verify(workshop.path("T.xlsx"), []) }
        == "\(workshop.path("T.xlsx")): read-back differs: wrote sheets , found 一; "
        + "the temporary folder or the disk was probably full, free space and write the workbook again")
  }

  private func number(_ text: String) throws -> ReadBackNumber { try ReadBackNumber(text.utf8.span) }

  private func difference(_ meant: (Sheet) throws -> Void, _ written: (Sheet) throws -> Void) throws -> String {
    let workshop = Workshop()
    var sheet: Sheet?
    try workshop.write("meant.xlsx") {
      sheet = try $0.addSheet("一")
      try meant(sheet!)
    }
    try workshop.write("written.xlsx") { try written($0.addSheet("一")) }
    let text = message { try ReadBack.verify(workshop.path("written.xlsx"), [.init(name: sheet!.name, tally: sheet!.tally)]) }
    return text.components(separatedBy: "read-back differs: wrote ").last!.components(separatedBy: ";")[0]
  }
}
