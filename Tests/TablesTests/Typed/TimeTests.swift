import Testing

@testable import Tables

@Suite struct TimeTests {
  private func read(_ text: String, _ formats: [TimeFormat], _ kind: CellKind = .text, is1904: Bool = false) -> String? {
    let bytes = Array(text.utf8)
    return try? TimeReader(formats, is1904: is1904).read(bytes.span, 0..<bytes.count, kind).words
  }

  @Test(
    arguments: [
      ("yyyy-MM-dd HH:mm:ss", "2026-03-01 10:05:09", "2026-03-01 10:05:09"), ("yyyy/M/d H:mm", "2026/3/1 9:05", "2026-03-01 09:05:00"),
      ("yyyy/M/d H:mm", "2026/12/31 19:05", "2026-12-31 19:05:00"), ("dd.MM.yyyy", "31.01.2026", "2026-01-31"),
      ("MM/dd/yyyy hh:mm:ss a", "03/01/2026 12:00:00 AM", "2026-03-01 00:00:00"),
      ("MM/dd/yyyy hh:mm:ss a", "03/01/2026 12:00:01 pm", "2026-03-01 12:00:01"),
      ("M/d/yyyy h:mm a", "3/1/2026 1:30 PM", "2026-03-01 13:30:00"),
      ("yyyy年M月d日 ah时mm分", "2026年3月1日 下午1时05分", "2026-03-01 13:05:00"), ("yyyyMMdd", "20260301", "2026-03-01"),
      ("yyyyMMddHHmmss", "20260301235959", "2026-03-01 23:59:59"),
      ("yyyy-MM-dd'T'HH:mm:ss.S", "2026-03-01T10:00:00.25", "2026-03-01 10:00:00.250000"),
      ("yyyy-MM-dd", "2024-02-29", "2024-02-29"),
    ])
  func patterns(pattern: String, text: String, result: String) throws {
    #expect(read(text, [.pattern(try #require(TimePattern(pattern)))]) == result)
  }

  @Test(arguments: [
    ("yyyy-MM-dd", "2026-02-30"), ("yyyy-MM-dd", "2026-13-01"), ("yyyy-MM-dd", "2026-3-1"), ("yyyy-MM-dd", "2026-03-01 "),
    ("yyyy-MM-dd HH:mm:ss", "2026-03-01 24:00:00"), ("yyyy-MM-dd HH:mm:ss", "2026-03-01 10:60:00"),
    ("yyyy-MM-dd HH:mm:ss", "2026-03-01 10:00:60"), ("yyyy-MM-dd HH:mm:ss", "2026-03-01"), ("M/d/yyyy h:mm a", "3/1/2026 13:30 PM"),
    ("M/d/yyyy h:mm a", "3/1/2026 0:30 AM"), ("M/d/yyyy h:mm a", "3/1/2026 1:30"), ("dd/MM/yyyy", "12/31/2026"),
    ("yyyy-MM-dd", "0000-01-01"),
    ("yyyy-MM-dd", "２０２６-03-01"), ("yyyy-MM-dd", ""),
  ])
  func refused(pattern: String, text: String) throws {
    #expect(read(text, [.pattern(try #require(TimePattern(pattern)))]) == nil)
  }

  @Test(arguments: [
    "", "yyyy-MM", "yy-MM-dd", "yyyy-MM-dd hh:mm", "yyyy-MM-dd HH:mm a", "yyyy-MM-dd mm", "yyyy-MM-dd HH:ss", "yyyy-MM-dd dd",
    "yyyy-MM-dd'T", "yyyy-MM-dd Q", "yyyy-MMM-dd",
  ])
  func patternsThatAreNone(pattern: String) {
    #expect(TimePattern(pattern) == nil)
  }

  @Test(
    arguments: [
      ("2026-03-01T10:00:00+08:00", "2026-03-01 10:00:00 28800"), ("2026-03-01T10:00:00Z", "2026-03-01 10:00:00 0"),
      ("2026-03-01 10:00:00.5-0530", "2026-03-01 10:00:00.500000 -19800"), ("2026-03-01T10:00", "2026-03-01 10:00:00"),
      ("2026-03-01T10:00:00,123456+08", "2026-03-01 10:00:00.123456 28800"), ("2026-03-01", "2026-03-01"),
      ("2026-03-01T10:00:00+19:00", nil),
      ("2026-03-01T10:00:00+8", nil), ("2026-03-01T", nil), ("20260301", nil), ("2026-03-01T10:00:00.1234567", nil),
      ("2026-03-01T10:00:00z", nil),
    ] as [(String, String?)])
  func iso(text: String, result: String?) {
    #expect(read(text, [.iso8601]) == result)
  }

  @Test(
    arguments: [
      ("46027.52083333334", false, "2026-01-05 12:30:00"), ("46027", false, "2026-01-05"), ("44565", true, "2026-01-05"),
      ("59", false, "1900-02-28"), ("60", false, nil), ("61", false, "1900-03-01"), ("1", false, "1900-01-01"), ("0", false, nil),
      ("0.5", false, nil), ("0", true, "1904-01-01"), ("2958465", false, "9999-12-31"), ("2958466", false, nil), ("-1", false, nil),
      ("46027.999999", false, "2026-01-06"), ("45000.000011574074", false, "2023-03-15 00:00:01"),
    ] as [(String, Bool, String?)])
  func serials(text: String, is1904: Bool, result: String?) {
    #expect(read(text, [], .date, is1904: is1904) == result)
    #expect(read(text, [.serial], .text, is1904: is1904) == result)
    #expect(read(text, [.iso8601], .number, is1904: is1904) == nil)
  }

  @Test func instantsSince1970() {
    #expect(read("1772330400", [.secondsSince1970]) == "2026-03-01 02:00:00 0")
    #expect(read("1772330400123", [.millisecondsSince1970], .number) == "2026-03-01 02:00:00.123000 0")
    #expect(read("-1", [.secondsSince1970]) == nil)
    #expect(read("1.5", [.secondsSince1970], .number) == nil)
    #expect(read("999999999999999", [.secondsSince1970]) == nil)
  }

  @Test func theFirstFormatThatFits() {
    let formats: [TimeFormat] = [.pattern(TimePattern("yyyy-MM-dd HH:mm:ss")!), .pattern(TimePattern("yyyy/M/d")!), .iso8601]
    #expect(read("2026/3/1", formats) == "2026-03-01")
    #expect(read("2026-03-01T10:00:00Z", formats) == "2026-03-01 10:00:00 0")
    #expect(read("01.03.2026", formats) == nil)
  }
}
