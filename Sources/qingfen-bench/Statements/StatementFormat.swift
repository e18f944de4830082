import ArgumentParser
import Tables

/// The formats in which the statement is written and read.
enum StatementFormat: String, CaseIterable, ExpressibleByArgument {
  case csv
  case gb18030 = "csv-gb18030"
  case xlsx

  func path(in folder: String) -> String { "\(folder)/statement-\(rawValue).\(self == .xlsx ? "xlsx" : "csv")" }

  func rows(_ options: StatementOptions) -> Int { self == .xlsx ? min(options.rows, 1_000_000) : options.rows }

  /// How the statement is read. What a partner's profile says takes this place once `StatementFeed` reads by profiles.
  var layout: TableLayout {
    let container: TableContainer =
      switch self {
      case .csv: .delimited(DelimitedRules())
      case .gb18030: .delimited(DelimitedRules(encoding: .gb18030))
      case .xlsx: .xlsx(.withHeader)
      }
    let yuan = AmountFormat(scale: 2, emptyIsZero: true)
    return TableLayout(
      container: container, trailers: [.prefix("合计")], wrapping: [.spaces, .trailingTab],
      columns: [
        TableColumn("time", [.named(["交易时间"])], .time([.pattern(TimePattern("yyyy-MM-dd HH:mm:ss")!)])),
        TableColumn("order", [.named(["商户订单号"])], .text(.id)), TableColumn("reference", [.named(["交易单号"])], .text(.id)),
        TableColumn("item", [.named(["商品名称"])], .text(.any)), TableColumn("amount", [.named(["金额（元）"])], .amount(yuan)),
        TableColumn("fee", [.named(["手续费（元）"])], .amount(yuan)), TableColumn("status", [.named(["状态"])], .text(.any)),
      ])
  }
}

/// What is in a statement, as far as it must be the same before and after.
struct StatementTotals: Equatable {
  var rows = 0
  var rejects = 0
  var amount: Int64 = 0
  var fee: Int64 = 0
  /// Seconds of the day, and bytes of all texts.
  var seconds = 0
  var textBytes = 0

  init() {}

  /// Reads a statement to its end.
  init(reading format: StatementFormat, in folder: String) throws {
    // StatementFeed takes the place of this loop when it reads by profiles.
    let reader = try TableReader(path: format.path(in: folder), layout: format.layout)
    var batch = TableBatch()
    while try reader.read(into: &batch) {
      rows += batch.rowCount
      rejects += batch.rejects.count
      for time in batch.times[0] { seconds += Int(time.second) }
      for amount in batch.amounts[4] { self.amount += amount }
      for amount in batch.amounts[5] { fee += amount }
      for column in [1, 2, 3, 6] { for cell in batch.texts[column] { textBytes += Int(cell.length) } }
    }
  }
}
