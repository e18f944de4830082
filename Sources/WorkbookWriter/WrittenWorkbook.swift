import Faults
import Glibc

/// A workbook that lies on the disk, and what should stand in it.
public struct WrittenWorkbook: Sendable {
  struct Content: Sendable {
    let name: String
    let tally: SheetTally
  }

  public let path: String
  let sheets: [Content]

  /// Names of its sheets.
  public var sheetNames: [String] { sheets.map(\.name) }

  /// Cells with a value, on all sheets.
  public var cells: Int { sheets.reduce(0) { $0 + $1.tally.columns.reduce(0) { $0 + $1.texts + $1.numbers + $1.dates } } }

  /// Reads the file and compares rows, counts and exact sums of every sheet; throws as `Workbook.close` does, and then there is no file.
  public func verify() throws(WorkbookError) {
    do {
      try ReadBack.verify(path, sheets)
    } catch {
      remove()
      throw error
    }
  }

  func remove() {
    if Effect.happens(.remove, path) { unsafe _ = unlink(path) }
  }
}
