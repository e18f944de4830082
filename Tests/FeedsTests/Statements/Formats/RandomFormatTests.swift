import SettlementCore
import Testing

@testable import Feeds

/// A random statement says the same in every container.
@Suite struct RandomFormatTests {
  private static let script = """
    import csv, io, json, zipfile, openpyxl
    rows = list(csv.reader(io.StringIO(text)))
    open('utf8.csv', 'w', newline='').write(text)
    open('gbk.csv', 'wb').write(text.encode('gb18030'))
    zipfile.ZipFile('zip', 'w', zipfile.ZIP_DEFLATED).writestr('statement.csv', text.encode())
    book = openpyxl.Workbook()
    for row in rows: book.active.append([cell or None for cell in row])
    book.save('xlsx')
    objects = [dict(zip(rows[0], row)) for row in rows[1:]]
    json.dump({'rows': objects}, open('json', 'w'), ensure_ascii=False)
    open('lines', 'w').write(''.join(json.dumps(object) + '\\n' for object in objects))
    """

  @Test(arguments: 1...12) func saysTheSameInEveryContainer(seed: UInt64) throws {
    let text = Self.statement(seed)
    let files = try Python.files(Self.script, text)
    let plain = try StatementFeed.read(
      bytes: files["utf8.csv"]!, file: "plain", source: "partner", zone: shanghai, defaultCurrency: Currency(code: "CNY"), needs: [.reference])
    #expect(plain.count > 0 && plain.rejects.count > 0, "seed \(seed)")
    for (name, change) in Self.containers {
      var format = StatementFormat.canonical
      change(&format)
      let read = try ReadFormat(files[name]!, format)
      #expect(Self.words(read.feed) == Self.words(plain), "seed \(seed), \(name)")
      #expect(read.feed.rejects.count == plain.rejects.count && read.feed.rows == plain.rows, "seed \(seed), \(name)")
    }
  }

  private static let containers: [(String, @Sendable (inout StatementFormat) -> Void)] = [
    ("utf8.csv", { _ in }), ("gbk.csv", { $0.container = .csv(.gb18030) }), ("zip", { $0.packaging = .zip(member: "*.csv") }),
    ("xlsx", { $0.container = .xlsx(sheet: nil) }), ("json", { $0.container = .json(rows: "/rows") }), ("lines", { $0.container = .jsonLines }),
  ]

  /// Everything but the lines' numbers, which depend on the container.
  private static func words(_ feed: StatementFeed) -> [String] {
    (0..<feed.count).map { row in
      "\(feed.references[row])|\(feed.orderIDs[row])|\(feed.items[row])|\(feed.type[row])|\(feed.amount[row])|\(feed.currency[row].code)|"
        + "\(feed.time[row])|\(feed.day[row])"
    }
  }

  /// Rows of SPEC §11, some of them bad, with texts that need quotes.
  private static func statement(_ seed: UInt64) -> String {
    var random = SeededRandom(seed: seed)
    var text = "reference,order_id,item,type,amount,currency,time\n"
    for number in 0..<Int.random(in: 50...300, using: &random) {
      let isReversed = Int.random(in: 0..<4, using: &random) == 0
      let cents = Int.random(in: 0...10_000_000, using: &random)
      let wrong = Int.random(in: 0..<20, using: &random)
      let amount = "\(isReversed != (wrong == 0) && cents > 0 ? "-" : "")\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
      let item = ["video", "\"咖啡,大杯\"", "\"a \"\"b\"\"\"", "", "火锅é"].randomElement(using: &random)!
      let type = isReversed ? "reversed" : ["redeemed", "", "adjustment"].randomElement(using: &random)!
      let currency = ["CNY", "", "USD", wrong == 1 ? "XXY" : "CNY"].randomElement(using: &random)!
      let day = Int.random(in: 1...28, using: &random)
      let clock = "\(Int.random(in: 10...23, using: &random)):\(Int.random(in: 10...59, using: &random)):\(Int.random(in: 10...59, using: &random))"
      let date = "2026-0\(Int.random(in: 1...9, using: &random))-\(day < 10 ? "0" : "")\(day)"
      let time = wrong == 2 ? "\(date) 25:00:00" : Bool.random(using: &random) ? "\(date) \(clock)" : "\(date)T\(clock).5+0\(Int.random(in: 0...9, using: &random)):00"
      text += "\(wrong == 3 ? "" : "R\(number)"),O\(number % 7),\(item),\(wrong == 4 ? "paid" : type),\(wrong == 5 ? "1e3" : amount),\(currency),\(time)\n"
    }
    return text + ",O1,video,,1.00,CNY,2026-03-01 10:00:00\n"
  }
}
