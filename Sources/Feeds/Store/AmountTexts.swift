import SettlementCore

/// Amounts that are read when their currency is known.
struct AmountTexts: Sendable {
  var source = ""
  var file = ""
  var texts = TextColumn()
  var line: [Int32] = []

  /// Minor units of a row at a currency's decimals, or the reject of its row.
  func parse(_ row: Int, exponent: Int) -> Result<Int64, Reject> {
    let range = texts.range(row)
    do throws(MoneyText.Problem) {
      return .success(try MoneyText.parse(texts.bytes.span, range.lowerBound, range.upperBound, exponent: exponent))
    } catch {
      return .failure(
        Reject(
          source: source, file: file, line: Int(line[row]), field: "amount", expected: error.expected(exponent: exponent),
          found: FieldExcerpt.of(texts.bytes[range])))
    }
  }
}
