import Foundation
import Testing

@testable import Tables

/// Random tables that other programs write, read back cell for cell.
@Suite struct RandomTableTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let pieces = """
    pieces = ['', '1', 'abc', '火锅套餐', ' x ', 'a,b', 'say "hi"', '"', '""', 'line\\nbreak', 'cr\\r\\nlf', '\\t7', '-0.05', 'é🙂', ';|~',
              'a much longer field that spans several words of eight bytes', "'", '=1+1', '`x', '　', '\\u00a0', '#', '１２']
    def row(r, n): return [r.choice(pieces) + r.choice(pieces) for _ in range(n)]
    def table(r): n = r.randint(2, 9); return n, [['k%d' % i] + row(r, n - 1) for i in range(r.randint(0, 60))]
    """

  /// Each seed has its delimiter, encoding, packing and line end; each line of Python's answer is one file's rows as JSON.
  @Test func delimitedText() throws {
    let answer = try Python.run(
      """
      import csv, gzip, io, json, random, sys, zipfile
      \(Self.pieces)
      for seed in range(400):
          r = random.Random(seed)
          n, rows = table(r)
          delimiter = [',', ';', '\\t', '|', '~'][seed % 5]
          encoding = ['utf-8', 'utf-8-sig', 'gb18030', 'utf-16', 'utf-16-le', 'utf-16-be'][seed % 6]
          f = io.StringIO()
          end = r.choice(['\\n', '\\r\\n', '\\r'])
          # Python quotes only the line ends that it writes itself.
          quoting = r.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]) if end == '\\r\\n' else csv.QUOTE_ALL
          w = csv.writer(f, delimiter=delimiter, lineterminator=end, quoting=quoting)
          w.writerow(['c%d' % i for i in range(n)])
          for line in rows: w.writerow(line)
          data = f.getvalue().encode(encoding)
          path = f'{sys.argv[1]}/{seed}'
          if seed % 3 == 0: open(path, 'wb').write(data)
          elif seed % 3 == 1: open(path, 'wb').write(gzip.compress(data))
          else:
              with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('a.csv', data)
          print(json.dumps(rows))
      """, [folder.path])
    let delimiters: [Unicode.Scalar] = [",", ";", "\t", "|", "~"]
    let encodings: [TextEncoding] = [.utf8, .utf8, .gb18030, .utf16, .utf16le, .utf16be]
    let packagings: [Packaging] = [.none, .gzip, .zip(member: "*")]
    let lines = answer.split(separator: "\n")
    #expect(lines.count == 400)
    for (seed, line) in lines.enumerated() {
      let rules = DelimitedRules(encoding: encodings[seed % 6], delimiter: delimiters[seed % 5])
      let layout = TableLayout(packaging: packagings[seed % 3], container: .delimited(rules), columns: [.text("c0"), .text("c1")])
      let table = try ReadTable(TableReader(path: folder.file("\(seed)"), layout: layout))
      let theirs = try JSONDecoder().decode([[String]].self, from: Data(line.utf8))
      #expect(table.rejects.isEmpty && table.rows == theirs, "seed \(seed)")
    }
  }

  /// Texts, whole numbers, fractions, dates, truth values and blanks.
  @Test func workbooks() throws {
    let answer = try Python.run(
      """
      import datetime, json, random, sys, openpyxl
      \(Self.pieces)
      def cell(r):
          k = r.randint(0, 5)
          if k == 0: return None, ''
          if k == 1: v = r.randint(-10**12, 10**12); return v, str(v)
          if k == 2: v = r.randint(-10**9, 10**9) / 100; return v, '#%d' % round(v * 100)
          if k == 3:
              v = datetime.datetime(2000, 1, 1) + datetime.timedelta(seconds=r.randint(0, 10**9)); return v, v.strftime('%Y-%m-%d %H:%M:%S')
          if k == 4: v = r.random() < 0.5; return v, '1' if v else '0'
          v = r.choice(pieces).strip('\\r\\n ') + 'x'; v = v.replace('\\r\\n', '\\n').lstrip('='); return v, v
      for seed in range(60):
          r = random.Random(seed)
          n = r.randint(1, 8)
          wb = openpyxl.Workbook(); ws = wb.active; ws.append(['key'] + ['c%d' % i for i in range(n)])
          rows = []
          for i in range(r.randint(0, 50)):
              cells = [cell(r) for _ in range(n)]
              ws.append(['k%d' % i] + [c[0] for c in cells]); rows.append(['k%d' % i] + [c[1] for c in cells])
          wb.save(f'{sys.argv[1]}/{seed}.xlsx')
          print(json.dumps(rows))
      """, [folder.path])
    let lines = answer.split(separator: "\n")
    #expect(lines.count == 60)
    let numbers = AmountReader(AmountFormat(scale: 2))
    let times = TimeReader([], is1904: false)
    for (seed, line) in lines.enumerated() {
      let layout = TableLayout(container: .xlsx(.withHeader), columns: [.text("key", .id)])
      let theirs = try JSONDecoder().decode([[String]].self, from: Data(line.utf8))
      let table = try ReadTable(TableReader(path: folder.file("\(seed).xlsx"), layout: layout))
      #expect(table.rejects.isEmpty && table.rows.count == theirs.count, "seed \(seed)")
      for (row, expected) in zip(zip(table.rows, table.kinds), theirs) {
        for ((text, kind), wanted) in zip(zip(row.0, row.1), expected) {
          let bytes = Array(text.utf8)
          let found =
            switch kind {
            case .date: try times.read(bytes.span, 0..<bytes.count, kind).words
            case .number where wanted.hasPrefix("#"): try "#\(numbers.read(bytes.span, 0..<bytes.count, kind, isSheet: true))"
            default: text
            }
          #expect(found.hasPrefix(wanted) || found + " 00:00:00" == wanted, "seed \(seed): \(found) \(kind) instead of \(wanted)")
        }
      }
    }
  }

  private static let bills: [(String, TableLayout)] = {
    let columns: [TableColumn] = [
      .text("id", .id), .amount("amount", AmountFormat(scale: 2, grouping: .comma, currencySigns: ["¥"], emptyIsZero: true)),
      .time("time", "yyyy-MM-dd HH:mm:ss", isRequired: false),
    ]
    func layout(_ rules: DelimitedRules, _ trailers: [TrailerRule] = [.prefix("合计"), .end("<END>"), .secondHeader(["n", "sum"])])
      -> TableLayout
    {
      TableLayout(
        container: .delimited(rules), preamble: .untilHeader, trailers: trailers, wrapping: [.spaces, .excelText, .fullWidth],
        columns: columns)
    }
    let json = TableLayout(container: .jsonLines, columns: columns)
    let plain = "标题,\nid,amount,time\nA1,\"1,234.00\",2026-03-01 10:00:00\n=\"002,3\",¥5,\nA3,\"6\n7\",\n合计,2,\n\"A4\",,x\n<END>\n"
    let marked = "id,amount,time\n`A1,`1.00,`2026-03-01 10:00:00\n`A,2,`3.00,`\nn,sum\n`2,`4.00\n"
    let lines =
      "{\"id\": \"A1\", \"amount\": \"1.00\"}\n{\"id\": 7, \"amount\": 2.5, \"time\": null}\n{\"id\": \"\\u706b\", \"amount\": \"\"}\n"
    return [
      (plain, layout(DelimitedRules(allowsBlankExtraCells: true))), (marked, layout(DelimitedRules(quotes: .someBackticks))), (lines, json),
      (plain, layout(DelimitedRules(encoding: .gb18030))),
    ]
  }()

  /// Whatever happens to the bytes, nothing crashes, and every row that is given out has all its cells.
  @Test(arguments: UInt64(0)..<6000) func damageNeverCrashes(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (text, layout) = Self.bills[Int(seed % 4)]
    var bytes = Array(text.utf8)
    if seed % 4 == 3 { bytes = Self.gbk }
    for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let byte = [UInt8(0), 9, 10, 13, 34, 44, 0x3D, 0x60, 0x7B, 0xE4, 0xEF, 0xFF, 65].randomElement(using: &random)!
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[at] = byte
      case 1: bytes.insert(byte, at: at)
      case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 20)], at: Int.random(in: 0...bytes.count, using: &random))
      default: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...9, using: &random)))
      }
    }
    guard let table = try? ReadTable(bytes, layout) else { return }
    #expect(table.rows.allSatisfy { $0.count == table.reader.header.count }, "seed \(seed)")
    #expect(table.texts[0].count == table.rows.count && table.amounts[1].count == table.rows.count, "seed \(seed)")
    #expect(table.rejects.count == table.reader.tally.rejected, "seed \(seed)")
    #expect(table.rows.count + table.rejects.count == table.reader.tally.rows, "seed \(seed)")
  }

  private static let gbk = try! Encoded.bytes(bills[0].0, "gb18030")

  /// Damaged workbooks, archives and gzip files end in an error or in rows, never in a crash.
  @Test func damagedPackagesNeverCrash() throws {
    _ = try Python.run(
      """
      import gzip, openpyxl, sys, zipfile
      wb = openpyxl.Workbook(); ws = wb.active; ws.append(['id', 'amount', 'time'])
      for i in range(40): ws.append([f'A{i}', i / 100, None])
      wb.save(sys.argv[1] + '/xlsx')
      data = ('id,amount,time\\n' + ''.join(f'A{i},{i}.00,\\n' for i in range(300))).encode()
      open(sys.argv[1] + '/gzip', 'wb').write(gzip.compress(data))
      with zipfile.ZipFile(sys.argv[1] + '/zip', 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('a.csv', data)
      """, [folder.path])
    let columns: [TableColumn] = [.text("id", .id), .amount("amount"), .text("time")]
    let layouts = [
      ("xlsx", TableLayout(container: .xlsx(.withHeader), columns: columns)), ("gzip", TableLayout(packaging: .gzip, columns: columns)),
      ("zip", TableLayout(packaging: .zip(member: "*"), columns: columns)),
    ]
    var outcomes: [String: Int] = [:]
    for (name, layout) in layouts {
      let good = try FileBytes.read(path: folder.file(name))
      #expect(try ReadTable(good, layout).rejects.isEmpty)
      for seed in UInt64(0)..<500 {
        var random = SeededRandom(seed: seed)
        var bytes = good
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
          let at = Int.random(in: 0..<bytes.count, using: &random)
          if seed % 5 == 4 { bytes.removeLast(bytes.count - at) } else { bytes[at] = UInt8.random(in: 0...255, using: &random) }
        }
        do { outcomes["\(name) read", default: 0] += try ReadTable(bytes, layout).rows.isEmpty ? 0 : 1 } catch is TableError {
          outcomes["\(name) refused", default: 0] += 1
        }
      }
    }
    #expect(
      outcomes["gzip refused", default: 0] > 400 && outcomes["zip refused", default: 0] > 100 && outcomes["xlsx refused", default: 0] > 100)
  }
}
