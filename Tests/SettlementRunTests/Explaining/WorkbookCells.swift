import Foundation
import Testing

/// What openpyxl reads in the cells of a workbook: `明细!L2` to the text of its value, numbers as Python prints them.
enum WorkbookCells {
  static func read(_ path: String) throws -> [String: String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", script, path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "openpyxl cannot read \(path)")
    var cells: [String: String] = [:]
    for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      cells[String(parts[0])] = String(parts[1])
    }
    return cells
  }

  /// A value of another column in the row of a cell: `明细!L2` and `K` give that of `明细!K2`.
  static func beside(_ cell: String, _ column: String, in cells: [String: String]) -> String? {
    let cut = cell.lastIndex(of: "!")!
    return cells[cell[...cut] + column + cell[cell.index(after: cut)...].filter(\.isNumber)]
  }

  private static let script = #"""
    import sys, openpyxl
    for sheet in openpyxl.load_workbook(sys.argv[1], data_only=True).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None: print(f"{sheet.title}!{cell.coordinate}\t" + str(cell.value).replace("\n", " "))
    """#
}
