/// The looks a statement needs; amounts choose their decimals by the currency's exponent.
public enum CellFormat: Int, CaseIterable, Sendable {
  /// Name of the document, large and bold.
  case title
  /// Name of a field on a cover sheet, grey background.
  case label
  /// Text or amount of a field on a cover sheet.
  case value
  /// Head of a table column: bold, coloured, bordered, wrapped.
  case header
  /// Plain text: ids, names.
  case text
  /// Long text, wrapped over several lines.
  case wrappedText
  /// Explanation, small and grey.
  case note
  /// Whole number `#,##0`.
  case integer
  /// Amount of money, negative in red.
  case amount
  /// Calendar date `yyyy-mm-dd`.
  case date
  /// Business time `yyyy-mm-dd hh:mm:ss`.
  case dateTime
  /// Text of a total row: bold under a line.
  case totalLabel
  /// Whole number of a total row.
  case totalInteger
  /// Amount of a total row.
  case totalAmount
  /// Name of a part of a sheet: bold over a line.
  case section
  /// Text that leads to another cell.
  case link
  /// Sign, or short name among numbers: centred.
  case mark

  /// Long text goes over several lines, in a row made high enough.
  var wraps: Bool { self == .wrappedText || self == .value || self == .header }
}
