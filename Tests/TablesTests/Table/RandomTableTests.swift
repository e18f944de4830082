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
}
