import SettlementCore
import Tables

/// The field of a row whose cells start at `first`; a column that the file lacks is empty in every row.
@inline(__always)
func cell(_ field: Field, _ cells: Span<Cell>, _ first: Int) -> Range<Int> {
  field.place < 0 ? 0..<0 : cells[first + field.place].range
}

/// Requires some text.
@inline(__always)
func requireText(_ range: Range<Int>, _ field: Field) throws(FieldFault) {
  if range.isEmpty { throw FieldFault(field: field, rule: .text) }
}

/// Digits only, 1 or more, within 64 bits.
@inline(__always)
func parseWhole(_ bytes: Span<UInt8>, _ range: Range<Int>, _ field: Field) throws(FieldFault) -> Int64 {
  var value: Int64 = 0
  for place in range {
    let digit = bytes[place] &- 0x30
    let (tens, first) = value.multipliedReportingOverflow(by: 10)
    let (sum, second) = tens.addingReportingOverflow(Int64(digit))
    guard digit <= 9, !first, !second else { throw FieldFault(field: field, rule: .wholeNumber) }
    value = sum
  }
  guard value >= 1 else { throw FieldFault(field: field, rule: .wholeNumber) }
  return value
}

/// Minor units of any sign.
@inline(__always)
func parseAmount(_ bytes: Span<UInt8>, _ range: Range<Int>, _ field: Field, exponent: Int) throws(FieldFault) -> Int64 {
  do {
    return try MoneyText.parse(bytes, range.lowerBound, range.upperBound, exponent: exponent)
  } catch {
    throw FieldFault(field: field, rule: .amount(error, exponent: exponent))
  }
}

/// Minor units, zero or more.
@inline(__always)
func parsePositive(_ bytes: Span<UInt8>, _ range: Range<Int>, _ field: Field, exponent: Int) throws(FieldFault) -> Int64 {
  let amount = try parseAmount(bytes, range, field, exponent: exponent)
  if amount < 0 { throw FieldFault(field: field, rule: .notNegative) }
  return amount
}

/// Checks an amount whose currency is not known yet, so that only its digits can be judged: zero or more, four decimals at most.
/// True when it is zero.
func checkPositive(_ bytes: Span<UInt8>, _ range: Range<Int>, _ field: Field) throws(FieldFault) -> Bool {
  do {
    return try parsePositive(bytes, range, field, exponent: Currency.unknown.exponent) == 0
  } catch {
    // Too large at four decimals may still fit the currency's; its sign can be judged all the same.
    guard case .amount(.overflow, _) = error.rule else { throw error }
    if bytes[range.lowerBound] == UInt8(ascii: "-") { throw FieldFault(field: field, rule: .notNegative) }
    return false
  }
}

extension TimestampReader {
  /// Microseconds since 1970; ``businessDay`` is then its day.
  @inline(__always)
  mutating func time(_ bytes: Span<UInt8>, _ range: Range<Int>, _ field: Field) throws(FieldFault) -> Int64 {
    do {
      return try parse(bytes, range.lowerBound, range.upperBound)
    } catch {
      throw FieldFault(field: field, rule: .time(error))
    }
  }
}

/// The currencies of a column, looked up once each.
struct CurrencyCodes: Sendable {
  private var codes = NameNumbers()
  private var currencies: [Currency?] = []

  /// Requires a text.
  @inline(__always)
  mutating func currency(_ bytes: Span<UInt8>, _ range: Range<Int>, _ field: Field) throws(FieldFault) -> Currency {
    // No code is longer than three letters; nothing longer is worth a place in the list.
    guard range.count == 3 else { throw FieldFault(field: field, rule: .currency) }
    let number = Int(codes.number(bytes, range))
    if number == currencies.count { currencies.append(Currency(code: codes.names[number])) }
    guard let currency = currencies[number] else { throw FieldFault(field: field, rule: .currency) }
    return currency
  }
}
