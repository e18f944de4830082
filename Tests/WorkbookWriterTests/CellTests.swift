import Foundation
import Testing

@testable import WorkbookWriter

@Suite struct CellTests {
  /// The cell lines openpyxl prints for a sheet made by `body`.
  private func cells(_ body: (Sheet) throws -> Void) throws -> [String] {
    let workshop = Workshop()
    try workshop.write { try body($0.addSheet("一")) }
    return try workshop.openpyxl().dropFirst(4).map { $0 }
  }

  @Test func amountsAreNumbersUpToFifteenDigits() throws {
    let seen = try cells { sheet in
      try sheet.write(amount: -1, exponent: 2, row: 0, column: 0)
      try sheet.write(amount: 0, exponent: 2, row: 1, column: 0)
      try sheet.write(amount: 999_999_999_999_999, exponent: 2, row: 2, column: 0)
      try sheet.write(amount: 1_000_000_000_000_000, exponent: 2, row: 3, column: 0)
      try sheet.write(amount: -1_000_000_000_000_000, exponent: 2, row: 4, column: 0)
      try sheet.write(amount: -1_234_567, exponent: 0, row: 5, column: 0)
      try sheet.write(amount: 9_999_999_999_999, exponent: 0, row: 6, column: 0)
      try sheet.write(amount: 10_000_000_000_000, exponent: 0, row: 7, column: 0)
      try sheet.write(amount: 1_005, exponent: 3, row: 8, column: 0, format: .totalAmount)
      try sheet.write(amount: 1_000_000_000_000_001, exponent: 3, row: 9, column: 0)
      try sheet.write(amount: Int64.min, exponent: 2, row: 10, column: 0)
      try sheet.write(amount: 1, exponent: 6, row: 11, column: 0)
      try sheet.write(integer: 1_234, row: 12, column: 0)
      try sheet.write(amount: 895, exponent: 2, row: 13, column: 0, format: .value)
    }
    #expect(
      seen == [
        "A1 n -0.01 #,##0.00;[Red]-#,##0.00",
        "A2 n 0 #,##0.00;[Red]-#,##0.00",
        "A3 n 9999999999999.99 #,##0.00;[Red]-#,##0.00",
        "A4 s '10000000000000.00' General",
        "A5 s '-10000000000000.00' General",
        "A6 n -1234567 #,##0;[Red]-#,##0",
        "A7 n 9999999999999 #,##0;[Red]-#,##0",
        "A8 s '10000000000000' General",
        "A9 n 1.005 #,##0.000;[Red]-#,##0.000",
        "A10 s '1000000000000.001' General",
        "A11 s '-92233720368547758.08' General",
        "A12 n 1e-06 #,##0.000000;[Red]-#,##0.000000",
        "A13 n 1234 #,##0",
        "A14 n 8.95 #,##0.00;[Red]-#,##0.00",
      ])
  }

  @Test(arguments: [0, 2, 3, 4, 6], [UInt64(1), 20_261_121])
  func everyNumberCellGivesBackItsMinorUnits(exponent: Int, seed: UInt64) {
    var random = SplitMix64(state: seed)
    for _ in 0..<20_000 {
      let minorUnits = Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 64)
      let scale = Double(CellNumber.powersOfTen[exponent])
      guard let number = CellNumber.double(minorUnits: minorUnits, exponent: exponent) else {
        #expect(minorUnits.magnitude >= 10_000_000_000_000, "seed \(seed)")
        continue
      }
      let printed = String(format: "%.16G", number)
      #expect(Int64((Double(printed)! * scale).rounded()) == minorUnits, "\(minorUnits) exponent \(exponent) seed \(seed)")
      #expect(Int64((Double(String(format: "%.15g", number))! * scale).rounded()) == minorUnits, "seed \(seed)")
    }
  }

  @Test func datesAreDateCells() throws {
    let seen = try cells { sheet in
      try sheet.write(dateDays: 20_413, row: 0, column: 0)
      try sheet.write(dateTimeSeconds: 1_763_768_249, row: 1, column: 0)
      try sheet.write(dateTimeSeconds: 86_399, row: 2, column: 0)
      try sheet.write(dateDays: -25_508, row: 3, column: 0)
      try sheet.write(dateDays: -25_509, row: 4, column: 0)
      try sheet.write(dateTimeSeconds: -2_203_891_201, row: 5, column: 0)
      try sheet.write(dateDays: 2_932_896, row: 6, column: 0)
      try sheet.write(dateDays: 2_932_897, row: 7, column: 0)
    }
    #expect(
      seen == [
        "A1 d datetime.datetime(2025, 11, 21, 0, 0) yyyy-mm-dd",
        "A2 d datetime.datetime(2025, 11, 21, 23, 37, 29) yyyy-mm-dd hh:mm:ss",
        "A3 d datetime.datetime(1970, 1, 1, 23, 59, 59) yyyy-mm-dd hh:mm:ss",
        "A4 d datetime.datetime(1900, 3, 1, 0, 0) yyyy-mm-dd",
        "A5 s '1900-02-28' General",
        "A6 s '1900-02-28 23:59:59' General",
        "A7 d datetime.datetime(9999, 12, 31, 0, 0) yyyy-mm-dd",
        "A8 s '10000-01-01' General",
      ])
  }

  @Test func formulasCarryTheirValue() throws {
    let seen = try cells { sheet in
      try sheet.write(amount: 1_250, exponent: 2, row: 0, column: 0)
      try sheet.write(amount: -50, exponent: 2, row: 1, column: 0)
      try sheet.write(formula: "SUM(A1:A2)", storedAmount: 1_200, exponent: 2, row: 2, column: 0)
      try sheet.write(formula: "=COUNT(A1:A2)", storedInteger: 2, row: 3, column: 0)
      try sheet.write(formula: "A1*1E15", storedAmount: Int64.max, exponent: 2, row: 4, column: 0)
    }
    #expect(
      seen == [
        "A1 n 12.5 #,##0.00;[Red]-#,##0.00",
        "A2 n -0.5 #,##0.00;[Red]-#,##0.00",
        "A3 n 12 #,##0.00;[Red]-#,##0.00 from =SUM(A1:A2)",
        "A4 n 2 #,##0 from =COUNT(A1:A2)",
        "A5 s '92233720368547758.07' General",
      ])
  }

  @Test func hostileTextStaysText() throws {
    let texts = [
      "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "007", "1E5", "TRUE", "2026-01-01", "https://example.com", "  edges  ",
      "<b>&amp;\"'", "券🎫\u{200F}",
      "two\r\nlines\rthree\nfour",
      "tab\there", "nul\0bell\u{7}esc\u{1B}", "\u{FFFE}\u{FFFF}", "_x0041_ _x00",
    ]
    let seen = try cells { sheet in
      for (row, text) in texts.enumerated() { try sheet.write(text: text, row: row, column: 0) }
      try sheet.write(text: "", row: texts.count, column: 0)
    }
    #expect(
      seen == [
        #"A1 s "=cmd|' /C calc'!A0" General"#, "A2 s '+1' General", "A3 s '-1' General", "A4 s '@SUM(A1)' General", "A5 s '007' General",
        "A6 s '1E5' General", "A7 s 'TRUE' General", "A8 s '2026-01-01' General", "A9 s 'https://example.com' General",
        "A10 s '  edges  ' General", #"A11 s '<b>&amp;"\'' General"#, #"A12 s '券🎫\u200f' General"#,
        #"A13 s 'two\nlines\nthree\nfour' General"#, #"A14 s 'tab\there' General"#, "A15 s 'nul\u{FFFD}bell\u{FFFD}esc\u{FFFD}' General",
        "A16 s '\u{FFFD}\u{FFFD}' General", "A17 s '_x005F_x0041_ _x00' General",
      ])
  }

  @Test func invalidBytesAreRepaired() throws {
    let bytes: [UInt8] = [0xD6, 0xD0, 0x41, 0xE4, 0xB8, 0xAD, 0xC0, 0x80, 0xE4, 0xB8]
    let seen = try cells { try $0.write(textBytes: bytes.span, row: 0, column: 0) }
    #expect(seen == ["A1 s '\u{FFFD}\u{FFFD}A中\u{FFFD}\u{FFFD}\u{FFFD}' General"])
  }

  @Test func longTextIsCutWithAMark() {
    #expect(cut(String(repeating: "a", count: 32_767)) == String(repeating: "a", count: 32_767))
    #expect(cut(String(repeating: "a", count: 32_768)) == String(repeating: "a", count: 32_766) + "…")
    #expect(cut(String(repeating: "券", count: 32_767)) == String(repeating: "券", count: 32_767))
    #expect(cut(String(repeating: "券", count: 40_000)) == String(repeating: "券", count: 32_766) + "…")
    #expect(cut(String(repeating: "🎫", count: 16_383) + "a") == String(repeating: "🎫", count: 16_383) + "a")
    #expect(cut(String(repeating: "🎫", count: 16_384)) == String(repeating: "🎫", count: 16_383) + "…")
    #expect(cut("a" + String(repeating: "🎫", count: 16_384)) == "a" + String(repeating: "🎫", count: 16_382) + "…")
  }

  @Test func wrappedTextTakesLines() {
    let cases = [
      ("abc", 10.0, 1), ("abcdefghij", 10, 2), ("券券券券券", 10, 2), ("券券券券", 10, 1), ("a\nb\n", 10, 3), ("券券", 1, 2),
      ("abcdef ghijkl", 10, 2), ("ab cdefgh ijk", 10, 2), ("ab cdefghi jklm", 10, 3), ("券券 abcdefgh", 10, 2),
    ]
    for (text, width, lines) in cases {
      var buffer = CellText()
      _ = buffer.set(text.utf8.span)
      #expect(buffer.lines(width: width) == lines, "\(text)")
    }
  }

  private func cut(_ text: String) -> String {
    var buffer = CellText()
    let isText = buffer.set(text.utf8.span)
    #expect(isText)
    return String(decoding: buffer.bytes.dropLast(), as: UTF8.self)
  }
}

/// The seeded generator of the random tests.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
