import Foundation
import WorkbookWriter

/// A statement of redemptions in Chinese, the size of real ones: times, two long ids, a product's name, amount and fee, a status.
struct StatementSample {
  private struct Line {
    let second: Int
    let order: Int
    let reference: UInt64
    let item: Int
    let amount: Int
    let fee: Int
    let isRefund: Bool
  }

  private static let header = ["交易时间", "商户订单号", "交易单号", "商品名称", "金额（元）", "手续费（元）", "状态"]
  private static let items = ["视频会员月卡", "火锅套餐双人券", "音乐会员年卡（学生）", "外卖红包20元", "打车优惠券", "Coffee 拿铁兑换券"].map { Array($0.utf8) }
  private static let states = ["交易成功", "已退款"].map { Array($0.utf8) }

  private let options: StatementOptions

  init(_ options: StatementOptions) { self.options = options }

  func totals(rows: Int) -> StatementTotals {
    var totals = StatementTotals()
    lines(rows) { _, line in
      totals.rows += 1
      totals.amount += Int64(line.isRefund ? -line.amount : line.amount)
      totals.fee += Int64(line.fee)
      totals.seconds += line.second
      totals.textBytes += 14 + 16 + Self.items[line.item].count + Self.states[line.isRefund ? 1 : 0].count
    }
    return totals
  }

  func write(_ format: StatementFormat, to path: String, temporaryFolder: String) throws {
    switch format {
    case .csv: try writeCSV(path)
    case .gb18030:
      try writeCSV(path + ".utf-8")
      try convert(path + ".utf-8", to: path)
    case .xlsx: try writeWorkbook(path, temporaryFolder, format.rows(options))
    }
  }

  private func lines(_ rows: Int, _ body: (Int, Line) throws -> Void) rethrows {
    var random = SplitMix64(seed: options.seed)
    for row in 0..<rows {
      let amount = 100 + random.below(30_000)
      let line = Line(
        second: row * 86_399 / max(rows, 1), order: row, reference: random.next(), item: random.below(Self.items.count), amount: amount,
        fee: amount * 6 / 1000, isRefund: random.below(50) == 0)
      try body(row, line)
    }
  }

  private func writeCSV(_ path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path) else {
      throw CocoaError(.fileWriteUnknown)
    }
    defer { try? file.close() }
    try file.write(contentsOf: Data((Self.header.joined(separator: ",") + "\n").utf8))
    var bytes = CSVBytes()
    try lines(options.rows) { _, line in
      append(line, to: &bytes)
      if bytes.bytes.count > 1 << 20 { try file.write(contentsOf: Data(bytes.take())) }
    }
    try file.write(contentsOf: Data(bytes.take()))
  }

  /// Two of three lines carry a TAB behind their order number, as the bills of some channels do.
  private func append(_ line: Line, to bytes: inout CSVBytes) {
    bytes.text("2026-03-01 ".utf8)
    bytes.clock(line.second)
    bytes.comma()
    bytes.text(CollectionOfOne(UInt8(ascii: "O")))
    bytes.number(2_603_010_000_000 + line.order, width: 13)
    if line.order % 3 != 0 { bytes.text(CollectionOfOne(0x09)) }
    bytes.comma()
    bytes.hexadecimal(line.reference)
    bytes.comma()
    bytes.text(Self.items[line.item])
    bytes.comma()
    if line.isRefund { bytes.text(CollectionOfOne(UInt8(ascii: "-"))) }
    bytes.amount(line.amount)
    bytes.comma()
    bytes.amount(line.fee)
    bytes.comma()
    bytes.text(Self.states[line.isRefund ? 1 : 0])
    bytes.endLine()
  }

  private func convert(_ path: String, to converted: String) throws {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/usr/bin/iconv")
    child.arguments = ["-f", "UTF-8", "-t", "GB18030", "-o", converted, path]
    try child.run()
    child.waitUntilExit()
    guard child.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    try FileManager.default.removeItem(atPath: path)
  }

  private func writeWorkbook(_ path: String, _ temporaryFolder: String, _ rows: Int) throws {
    let book = try Workbook(path: path, temporaryFolder: temporaryFolder, title: "对账单")
    let sheet = try book.addSheet("对账单")
    for (column, name) in Self.header.enumerated() { try sheet.write(text: name, row: 0, column: column) }
    try lines(rows) { row, line in
      var id = CSVBytes()
      id.text(CollectionOfOne(UInt8(ascii: "O")))
      id.number(2_603_010_000_000 + line.order, width: 13)
      id.hexadecimal(line.reference)
      let (item, state) = (Self.items[line.item], Self.states[line.isRefund ? 1 : 0])
      // 2026-03-01 is day 20,513.
      try sheet.write(dateTimeSeconds: Int64(20_513 * 86_400 + line.second), row: row + 1, column: 0)
      try sheet.write(textBytes: id.bytes.span.extracting(0..<14), row: row + 1, column: 1)
      try sheet.write(textBytes: id.bytes.span.extracting(14..<30), row: row + 1, column: 2)
      try sheet.write(textBytes: item.span, row: row + 1, column: 3)
      try sheet.write(amount: Int64(line.isRefund ? -line.amount : line.amount), exponent: 2, row: row + 1, column: 4)
      try sheet.write(amount: Int64(line.fee), exponent: 2, row: row + 1, column: 5)
      try sheet.write(textBytes: state.span, row: row + 1, column: 6)
    }
    try book.close()
  }
}
