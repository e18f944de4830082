import CXlsxWriter
import Glibc

extension Sheet {
  /// Offers a list of texts in the cells of a column, from `rows.lowerBound` to `rows.upperBound`; the program in which the sheet is filled
  /// in refuses anything else. An empty cell stays allowed.
  ///
  /// Throws `.library` when the texts with the commas between them have more than 255 characters.
  public func offer(_ choices: [String], rows: ClosedRange<Int>, column: Int) throws(WorkbookError) {
    let sheet = try unsafe open()
    try requireInside(row: rows.upperBound, column: column)
    var texts = unsafe choices.map { unsafe strdup($0) }  // the library copies them
    defer { unsafe texts.forEach { unsafe free($0) } }
    if unsafe texts.contains(where: { unsafe $0 == nil }) { try check(LXW_ERROR_MEMORY_MALLOC_FAILED) }
    unsafe texts.append(nil)
    let code = unsafe texts.withUnsafeMutableBufferPointer { list in
      var validation = unsafe lxw_data_validation()
      unsafe validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
      unsafe validation.value_list = list.baseAddress
      let (first, last) = (UInt32(rows.lowerBound), UInt32(rows.upperBound))
      return unsafe worksheet_data_validation_range(sheet, first, UInt16(column), last, UInt16(column), &validation)
    }
    try check(code)
  }
}
