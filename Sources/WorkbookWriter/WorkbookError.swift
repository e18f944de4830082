import CXlsxWriter

/// Why a workbook could not be written: file, sheet and row (as Excel counts them, from 1), what happened and what to do.
public struct WorkbookError: Error, Equatable, CustomStringConvertible {
  /// Path of the staging file.
  public let file: String
  /// Sheet concerned, when there is one.
  public let sheet: String?
  /// Excel row number, counted from 1, when there is one.
  public let row: Int?
  /// What was expected, what was found, and what to do.
  public let problem: Problem

  public var description: String {
    var place = file
    if let sheet { place += ": sheet '\(sheet)'" }
    if let row { place += ", row \(row)" }
    return "\(place): \(problem.description)"
  }

  /// Turns the code of any libxlsxwriter call into an error; the one place where those codes are read.
  static func check(_ code: lxw_error, file: String, sheet: String? = nil, row: Int? = nil) throws(WorkbookError) {
    guard code != LXW_NO_ERROR else { return }
    let text = unsafe lxw_strerror(code).map { unsafe String(cString: $0) } ?? "unknown error"
    throw WorkbookError(file: file, sheet: sheet, row: row, problem: .library(code: Int(code.rawValue), text: text))
  }
}

extension WorkbookError {
  /// The kinds of failure, each with its own wording.
  public enum Problem: Equatable, Sendable {
    /// libxlsxwriter refused a call or could not write the file.
    case library(code: Int, text: String)
    /// The private temporary folder could not be made; `reason` is the system's text.
    case temporaryFolder(path: String, reason: String)
    /// A sheet name Excel refuses.
    case sheetName(String, rule: String)
    /// A row or column outside the sheet.
    case outside(row: Int, column: Int)
    /// A row before one already begun: rows are written in order.
    case rowOrder(begun: Int)
    /// A cell that already has a value.
    case cellTwice(column: Int)
    /// A footer over Excel's limit of 255 characters.
    case footerLength(Int)
    /// A call on a workbook that was closed.
    case closed
    /// The file read back is not what was written.
    case readBack(what: String, written: String, found: String)
    /// The file cannot be read back at all.
    case unreadable(reason: String)
  }
}

extension WorkbookError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .library(let code, let text):
      let advice =
        (2...10).contains(code)
        ? "check that the folder of the file and the temporary folder exist, are writable and have free space"
        : "the call is at fault, not the data: report it"
      return "libxlsxwriter error \(code): \(text) To do: \(advice)"
    case .temporaryFolder(let path, let reason):
      return "no temporary folder can be made in '\(path)': \(reason); give a writable folder with space for the unpacked sheets"
    case .sheetName(let name, let rule):
      return "'\(name)' is no sheet name: expected \(rule); rename the sheet"
    case .outside(let row, let column):
      return "cell (row \(row), column \(column)) is outside the sheet: "
        + "expected rows 1 to 1048576, columns 1 to 16384; use DetailSheets for long tables"
    case .rowOrder(let begun):
      return "row written too late: row \(begun) was already begun; write rows from the top down"
    case .cellTwice(let column):
      return "column \(column) was already written in this row; write each cell once"
    case .footerLength(let length):
      return "footer of \(length) characters: expected at most 255; shorten its text"
    case .closed:
      return "the workbook is closed: write every cell before close()"
    case .readBack(let what, let written, let found):
      return "read-back differs: wrote \(what) \(written), found \(found); "
        + "the temporary folder or the disk was probably full, free space and write the workbook again"
    case .unreadable(let reason):
      return "cannot be read back: \(reason); the temporary folder or the disk was probably full, free space and write the workbook again"
    }
  }
}
