import Foundation
import Testing

@testable import WorkbookWriter

@Suite struct WorkbookTests {
  /// A small statement: cover and details.
  private static func statement(_ workbook: Workbook) throws {
    let cover = try workbook.addSheet("结算单")
    try cover.setColumns([18, 40])
    try cover.setUpPrinting(PrintSetup(landscape: false, footer: "S-1 R&D &G", pages: .english))
    try cover.setPrintArea(lastRow: 2, lastColumn: 1)
    try cover.protect()
    try cover.write(text: "合作方结算单", row: 0, column: 0, format: .title)
    try cover.write(text: "应付金额", row: 1, column: 0, format: .label)
    try cover.write(amount: 123_456, exponent: 2, row: 1, column: 1, format: .value)
    let details = try DetailSheets(
      in: workbook, name: "明细", columns: [DetailColumn("订单号", width: 20), DetailColumn("金额", width: 14)],
      footer: "S-1", rowLimit: 3)
    for number in 1...5 {
      let row = try details.nextRow()
      try details.sheet.write(text: "O-\(number)", row: row, column: 0)
      try details.sheet.write(amount: Int64(number), exponent: 2, row: row, column: 1)
    }
    try details.finish()
    #expect(details.rows == 5)
  }

  @Test func openpyxlSeesTheWholeStatement() throws {
    let workshop = Workshop()
    try workshop.write { try Self.statement($0) }
    let seen = try workshop.openpyxl()
    #expect(
      seen == [
        "title 结算单 created 2000-01-01T00:00:00",
        "sheet 结算单 freeze None filter None",
        "print portrait paper 9 fit None 0 rows None area ['$A$1:$B$3'] protected True",
        "footer 'S-1 R&&D ＆G' 'Page &P of &N'",
        "A1 s '合作方结算单' General",
        "A2 s '应付金额' General",
        "B2 n 1234.56 #,##0.00;[Red]-#,##0.00",
        "sheet 明细 freeze A2 filter A1:B3",
        "print landscape paper 9 fit None 0 rows $1:$1 area None protected False",
        "footer 'S-1' '第 &P 页 共 &N 页'",
        "A1 s '订单号' General", "B1 s '金额' General",
        "A2 s 'O-1' General", "B2 n 0.01 #,##0.00;[Red]-#,##0.00",
        "A3 s 'O-2' General", "B3 n 0.02 #,##0.00;[Red]-#,##0.00",
        "sheet 明细-2 freeze A2 filter A1:B3",
        "print landscape paper 9 fit None 0 rows $1:$1 area None protected False",
        "footer 'S-1' '第 &P 页 共 &N 页'",
        "A1 s '订单号' General", "B1 s '金额' General",
        "A2 s 'O-3' General", "B2 n 0.03 #,##0.00;[Red]-#,##0.00",
        "A3 s 'O-4' General", "B3 n 0.04 #,##0.00;[Red]-#,##0.00",
        "sheet 明细-3 freeze A2 filter A1:B2",
        "print landscape paper 9 fit None 0 rows $1:$1 area None protected False",
        "footer 'S-1' '第 &P 页 共 &N 页'",
        "A1 s '订单号' General", "B1 s '金额' General",
        "A2 s 'O-5' General", "B2 n 0.05 #,##0.00;[Red]-#,##0.00",
      ])
    #expect(try workshop.names() == ["book.xlsx"])
  }

  @Test func sameCallsGiveTheSameBytes() throws {
    let workshop = Workshop()
    try workshop.write("1.xlsx", Self.statement)
    Thread.sleep(forTimeInterval: 1.1)
    try workshop.write("2.xlsx", Self.statement)
    #expect(try workshop.bytes("1.xlsx") == workshop.bytes("2.xlsx"))
  }

  @Test func threadsWriteTheSameBytes() throws {
    let workshop = Workshop()
    try workshop.write("alone.xlsx", Self.statement)
    let paths = (0..<40).map { workshop.path("\($0).xlsx") }
    let folder = workshop.folder
    let failures = Failures()
    let threads = (0..<2).map { thread in
      let worker = Thread {
        for index in stride(from: thread, to: paths.count, by: 2) {
          do {
            let workbook = try Workbook(path: paths[index], temporaryFolder: folder, title: "结算单")
            try Self.statement(workbook)
            try workbook.close()
          } catch {
            failures.add("\(error)")
          }
        }
        failures.finished()
      }
      worker.start()
      return worker
    }
    failures.wait(for: threads.count)
    #expect(failures.all.isEmpty)
    let alone = try workshop.bytes("alone.xlsx")
    for index in paths.indices { #expect(try workshop.bytes("\(index).xlsx") == alone) }
  }

  @Test func sheetsMayBeOpenSideBySide() throws {
    let workshop = Workshop()
    try workshop.write { workbook in
      let (first, second) = (try workbook.addSheet("一"), try workbook.addSheet("二"))
      for row in 0..<3 {
        try first.write(integer: Int64(row), row: row, column: 0)
        try second.write(integer: Int64(-row), row: row, column: 0)
      }
    }
    let cells = try workshop.openpyxl().filter { $0.hasPrefix("A") }
    #expect(cells == ["A1 n 0 #,##0", "A2 n 1 #,##0", "A3 n 2 #,##0", "A1 n 0 #,##0", "A2 n -1 #,##0", "A3 n -2 #,##0"])
  }

  @Test func anAbandonedWorkbookLeavesNothing() throws {
    let workshop = Workshop()
    let sheet: Sheet
    do {
      let workbook = try Workbook(path: workshop.path("book.xlsx"), temporaryFolder: workshop.folder, title: "")
      sheet = try workbook.addSheet("一")
      try sheet.write(text: "x", row: 0, column: 0)
    }
    #expect(try workshop.names() == [])
    #expect(message { try sheet.write(text: "x", row: 1, column: 0) }.hasSuffix("the workbook is closed: write every cell before close()"))
  }

  @Test func theLastRowOfASheetIsWritable() throws {
    let workshop = Workshop()
    try workshop.write { workbook in
      let sheet = try workbook.addSheet("一")
      try sheet.write(text: "end", row: Sheet.maximumRows - 1, column: Sheet.maximumColumns - 1)
    }
    #expect(try workshop.names() == ["book.xlsx"])
  }
}

/// Collects errors of threads.
final class Failures: @unchecked Sendable {
  private let condition = NSCondition()
  private var messages: [String] = []
  private var done = 0

  var all: [String] { condition.withLock { messages } }

  func add(_ message: String) { condition.withLock { messages.append(message) } }

  func finished() {
    condition.withLock { done += 1 }
    condition.broadcast()
  }

  func wait(for count: Int) {
    condition.lock()
    while done < count { condition.wait() }
    condition.unlock()
  }
}
