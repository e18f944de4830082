extension Sheet {
  /// Writes a text cell, whatever the text looks like: `=1+1` and `007` stay text. See `CellText` for what is repaired.
  ///
  /// Empty text leaves a blank cell with the format. Every `write` throws `.outside`, `.rowOrder`, `.cellTwice` or `.closed`.
  public func write(text: String, row: Int, column: Int, format: CellFormat = .text) throws(WorkbookError) {
    try write(textBytes: text.utf8.span, row: row, column: column, format: format)
  }

  /// Writes a text cell from UTF-8 bytes, without a `String`.
  public func write(textBytes: Span<UInt8>, row: Int, column: Int, format: CellFormat = .text) throws(WorkbookError) {
    try state.write(textBytes, row, column, format)
  }

  /// Writes an amount as a number cell, exact to the minor unit.
  ///
  /// From 10^13 major units or 10^15 minor units on a spreadsheet would lose minor units: such an amount is a text cell.
  /// Requires `0 <= exponent <= 6`.
  public func write(amount minorUnits: Int64, exponent: Int, row: Int, column: Int, format: CellFormat = .amount) throws(WorkbookError) {
    guard let number = CellNumber.double(minorUnits: minorUnits, exponent: exponent) else {
      let text = CellNumber.text(minorUnits: minorUnits, exponent: exponent)
      return try state.write(text.utf8.span, row, column, format)
    }
    try state.write(number, of: minorUnits, exponent: exponent, row, column, format)
  }

  /// Writes a whole number; from 10^13 on a text cell.
  public func write(integer: Int64, row: Int, column: Int, format: CellFormat = .integer) throws(WorkbookError) {
    try write(amount: integer, exponent: 0, row: row, column: column, format: format)
  }

  /// Writes a text that was made ready before.
  public func write(prepared text: PreparedText, row: Int, column: Int, format: CellFormat = .text) throws(WorkbookError) {
    precondition(!format.wraps && format != .title, "a prepared text stands on one line")
    try state.write(text, row, column, format)
  }

  /// Writes a whole number as text: an id that has digits only.
  public func write(numeral number: Int64, row: Int, column: Int, format: CellFormat = .text) throws(WorkbookError) {
    try state.write(numeral: number, row, column, format)
  }

  /// Writes a calendar date, in days since 1970-01-01; before 1900-03-01 and after 9999-12-31 it is a text cell.
  public func write(dateDays days: Int32, row: Int, column: Int, format: CellFormat = .date) throws(WorkbookError) {
    try writeTime(Int64(days) * 86_400, row, column, format, withTime: false)
  }

  /// Writes a local business time, in whole seconds since 1970-01-01 00:00:00 local; bounds as for dates.
  public func write(dateTimeSeconds seconds: Int64, row: Int, column: Int, format: CellFormat = .dateTime) throws(WorkbookError) {
    try writeTime(seconds, row, column, format, withTime: true)
  }

  /// Writes a formula with its stored value, which viewers and readers show without calculating.
  ///
  /// `formula` is in English with commas, `SUM(A2:A9)`; a stored value too large for a number cell replaces it as text.
  public func write(
    formula: String, storedAmount minorUnits: Int64, exponent: Int, row: Int, column: Int, format: CellFormat = .totalAmount
  ) throws(WorkbookError) {
    guard let number = CellNumber.double(minorUnits: minorUnits, exponent: exponent) else {
      return try write(amount: minorUnits, exponent: exponent, row: row, column: column, format: format)
    }
    try state.write(formula, stored: number, of: minorUnits, exponent: exponent, row, column, format)
  }

  /// Writes a formula with a whole number as its stored value.
  public func write(
    formula: String, storedInteger: Int64, row: Int, column: Int, format: CellFormat = .totalInteger
  ) throws(WorkbookError) {
    try write(formula: formula, storedAmount: storedInteger, exponent: 0, row: row, column: column, format: format)
  }

  /// Writes a formula with a text as its stored value; empty text is allowed.
  public func write(formula: String, storedText: String, row: Int, column: Int, format: CellFormat = .mark) throws(WorkbookError) {
    try state.write(formula, stored: storedText, row, column, format)
  }

  private func writeTime(_ seconds: Int64, _ row: Int, _ column: Int, _ format: CellFormat, withTime: Bool) throws(WorkbookError) {
    guard let serial = CellNumber.serial(seconds: seconds) else {
      return try write(text: CivilTime.text(seconds: seconds, withTime: withTime), row: row, column: column, format: format)
    }
    try state.write(serial: serial, of: seconds, row, column, format)
  }
}
