import Testing

@testable import Tables

@Suite struct AmountTests {
  private func read(_ text: String, _ format: AmountFormat, _ kind: CellKind = .text, isSheet: Bool = false) -> String {
    let bytes = Array(text.utf8)
    do throws(CellFault) {
      return String(try AmountReader(format).read(bytes.span, 0..<bytes.count, kind, isSheet: isSheet))
    } catch {
      return error.expected(TableColumn("x", [.position(0)], .amount(format)))
    }
  }

  private static let number = "an amount such as 199.00"

  @Test(
    arguments: [
      ("12.34", "1234"), ("-0.05", "-5"), ("+7", "700"), ("1.5", "150"), ("007", "700"), ("12.3400", "1234"), ("\u{2212}3.00", "-300"),
      ("12.345", "at most 2 decimals"), ("92233720368547758.07", "9223372036854775807"),
      ("-92233720368547758.08", "-9223372036854775808"), ("92233720368547758.08", "an amount that fits 64 bits"), ("", number),
      (".5", number), ("5.", number), ("-", number), ("--5", number), ("+-5", number), ("1,000.00", number), ("1 000", number),
      ("1E2", number), ("NaN", number), ("5-", number), ("(5)", number), ("¥5", number), ("５", number), ("1.2.3", number),
    ])
  func plain(text: String, result: String) {
    #expect(read(text, AmountFormat(scale: 2)) == result)
  }

  @Test(
    arguments: [
      ("1,234,567.89", .comma, "123456789"), ("1234567.89", .comma, "123456789"), ("1,234", .comma, "123400"),
      ("1 234.50", .space, "123450"), ("1\u{A0}234\u{202F}567", .space, "123456700"), ("1'234.00", .apostrophe, "123400"),
      ("12,34.00", .comma, "groups of three digits"), ("1234,567", .comma, "groups of three digits"),
      ("1,2345", .comma, "groups of three digits"),
      (",123", .comma, number), ("1,234,", .comma, "groups of three digits"), ("1,,234", .comma, "groups of three digits"),
      ("1.234,5", .comma, number), ("-1,234.00", .comma, "-123400"),
    ] as [(String, AmountFormat.Grouping, String)])
  func grouped(text: String, grouping: AmountFormat.Grouping, result: String) {
    #expect(read(text, AmountFormat(scale: 2, grouping: grouping)) == result)
  }

  @Test(arguments: [
    ("1.234,56", "123456"), ("-1.234.567,8", "-123456780"), ("12,5", "1250"), ("1.5", "groups of three digits"),
    ("1,234.5", "an amount such as 199,00"),
  ])
  func decimalComma(text: String, result: String) {
    #expect(read(text, AmountFormat(scale: 2, decimalSign: .comma, grouping: .point)) == result)
  }

  @Test(
    arguments: [
      ("¥5.00", "500"), ("-¥5.00", "-500"), ("¥-5.00", "-500"), ("￥ 1,234.00", "123400"), ("5.00元", "500"), ("5.00 CNY", "500"),
      ("CNY -5.00", "-500"), ("(5.00)", "-500"), ("(¥5.00)", "-500"), ("¥(5.00)", "-500"), ("5.00-", "-500"), ("5.00-元", "-500"),
      ("-5.00-", number), ("(-5.00)", number), ("¥¥5.00", number), ("¥5.00元", number), ("¥", number), ("$5.00", number), ("()", number),
      ("¥¥¥5", number),
    ])
  func signs(text: String, result: String) {
    let format = AmountFormat(
      scale: 2, grouping: .comma, currencySigns: ["¥", "￥", "元", "CNY"], allowsParentheses: true, allowsTrailingMinus: true)
    #expect(read(text, format) == result)
  }

  @Test func scalesAndUnits() {
    #expect(read("1.19400", AmountFormat(scale: 5)) == "119400")
    #expect(read("1.194001", AmountFormat(scale: 5)) == "at most 5 decimals")
    #expect(read("500", AmountFormat(scale: 0)) == "500")
    #expect(read("500.00", AmountFormat(scale: 0)) == "500")
    #expect(read("500.01", AmountFormat(scale: 0)) == "a whole number")
    #expect(read("12345", AmountFormat(scale: 2, decimalSign: .minorUnits)) == "12345")
    #expect(read("123.45", AmountFormat(scale: 2, decimalSign: .minorUnits)) == "a whole number")
    #expect(read("", AmountFormat(scale: 2, emptyIsZero: true)) == "0")
  }

  /// Numbers of a workbook are doubles, with a point whatever the texts have; those of JSON are texts without exponent.
  @Test func numbers() {
    let format = AmountFormat(scale: 2, decimalSign: .comma, grouping: .point)
    #expect(read("88.000000000000014", format, .number, isSheet: true) == "8800")
    #expect(read("1E-2", format, .number, isSheet: true) == "1")
    #expect(read("1.005", format, .number, isSheet: true) == "at most 2 decimals")
    #expect(read("-12.5", format, .number) == "-1250")
    #expect(read("1E2", AmountFormat(scale: 2), .number) == Self.number)
    #expect(read("88.000000000000014", AmountFormat(scale: 2), .number) == "at most 2 decimals")
    #expect(read("1", AmountFormat(scale: 2), .boolean) == Self.number)
    #expect(read("", AmountFormat(scale: 2, emptyIsZero: true), .formula) == Self.number)
  }

  @Test func theSignRule() throws {
    let table = try ReadTable(
      "fee\n1.00\n-2.00\n-92233720368547758.08\n",
      TableLayout(columns: [.amount("fee", AmountFormat(scale: 2, negates: true))]))
    #expect(table.amounts[0] == [-100, 200])
    #expect(table.problems == ["4 fee: expected an amount that fits 64 bits, found -92233720368547758.08"])
  }
}
