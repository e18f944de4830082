import Foundation
import Testing

@testable import Tables

/// Files in gzip and zip, and those that pretend to be.
@Suite struct PackagingTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Runs Python with `path` and its usual modules; returns the path.
  private func make(_ script: String) throws -> String {
    let path = folder.file("bill")
    _ = try Python.run("import sys, gzip, zipfile, zlib, io, os, struct\npath = sys.argv[1]\n\(script)", [path])
    return path
  }

  private static let columns = [TableColumn.text("编号", .id), .amount("金额")]

  private func read(_ script: String, _ packaging: Packaging, _ container: TableContainer = .delimited(DelimitedRules())) throws
    -> ReadTable
  {
    try ReadTable(
      TableReader(path: make(script), name: "bill", layout: TableLayout(packaging: packaging, container: container, columns: Self.columns)))
  }

  private func message(_ script: String, _ packaging: Packaging, _ container: TableContainer = .delimited(DelimitedRules())) throws
    -> String?
  {
    #expect(throws: TableError.self) { try read(script, packaging, container) }?.description
  }

  @Test func readsGzip() throws {
    let one = try read("open(path, 'wb').write(gzip.compress('编号,金额\\nA1,1.00\\n'.encode()))", .gzip)
    #expect(one.rows == [["A1", "1.00"]])
    let two = try read("open(path, 'wb').write(gzip.compress('编号,金额\\nA1,1.00\\n'.encode()) + gzip.compress(b'A2,2.00\\n'))", .gzip)
    #expect(two.amounts[1] == [100, 200])
    let large = try read(
      "open(path, 'wb').write(gzip.compress(('编号,金额\\n' + ''.join(f'N{i},{i}.00\\n' for i in range(200000))).encode()))", .gzip)
    #expect(large.amounts[1] == (0..<200_000).map { Int64($0) * 100 })
  }

  @Test func refusesDamagedGzip() throws {
    let good = "d = bytearray(gzip.compress(('编号,金额\\n' + 'A1,1.00\\n' * 50000).encode()))\n"
    #expect(try message(good + "open(path, 'wb').write(d[:-9])", .gzip) == "bill: file: expected a whole gzip file, found one that is cut")
    #expect(
      try message(good + "d[-1] ^= 1\nopen(path, 'wb').write(d)", .gzip)
        == "bill: file: expected an undamaged gzip file, found incorrect length check")
    #expect(
      try message(good + "d[-8] ^= 1\nopen(path, 'wb').write(d)", .gzip)
        == "bill: file: expected an undamaged gzip file, found incorrect data check")
    #expect(
      try message(good + "open(path, 'wb').write(d + b'junk')", .gzip)
        == "bill: file: expected an undamaged gzip file, found incorrect header check")
    #expect(try message("open(path, 'wb').write(b'')", .gzip) == "bill: file: expected a gzip file, found an empty file")
    #expect(
      try message("open(path, 'w').write('编号,金额')", .gzip)
        == "bill: file: expected a gzip file, found something else, starting with '编号,\u{FFFD}'")
  }

  @Test func refusesAGzipBomb() throws {
    let script = """
      c = zlib.compressobj(9, zlib.DEFLATED, 31)
      with open(path, 'wb') as f:
          f.write(c.compress('编号,金额\\n'.encode()))
          for i in range(60): f.write(c.compress(b'A1,1.00\\n' * 131072))
          f.write(c.flush())
      """
    let text = try #require(try message(script, .gzip))
    #expect(text.hasPrefix("bill: file: expected at most 300 times its packed size, found "))
  }

  @Test func choosesTheMember() throws {
    let script = """
      with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
          z.writestr('__MACOSX/._明细.csv', b'junk')
          z.writestr('dir/', b'')
          z.writestr('dir/20880000_业务明细.csv', '编号,金额\\nA1,1.00\\n'.encode())
          z.writestr('dir/20880000_业务明细(汇总).csv', '类型,金额\\n交易,1.00\\n'.encode())
      """
    let table = try read(script, .zip(member: "*明细*.CSV"))
    #expect(table.rows == [["A1", "1.00"]])
    #expect(table.reader.member == "dir/20880000_业务明细.csv")
    #expect(
      try message(script, .zip(member: "*.txt"))
        == "bill: file: expected a member whose name fits '*.txt', found '__MACOSX/._明细.csv', 'dir/', 'dir/20880000_业务明细(汇总).csv', 'dir/20880000_业务明细.csv'"
    )
    #expect(
      try message(script, .zip(member: "*汇总*"))
        == "bill(dir/20880000_业务明细(汇总).csv):1: header: expected a row with the columns '编号', '金额', found no '编号' there")
    let twice = script + "\n    z.writestr('b.csv', '金额,编号\\n'.encode())\n"
    #expect(
      try message(twice, .zip(member: "*"))
        == "bill: file: expected one member with the header, found 'b.csv' and 'dir/20880000_业务明细.csv': make the name's pattern narrower")
  }

  /// Chinese Windows writes the names of members in GBK, without a mark.
  @Test func readsNamesInGBK() throws {
    let script = """
      b = io.BytesIO()
      with zipfile.ZipFile(b, 'w') as z: z.writestr('NAMENAME.csv', '编号,金额\\nA1,1.00\\n'.encode('gb18030'))
      open(path, 'wb').write(b.getvalue().replace(b'NAMENAME', '账务明细'.encode('gbk')))
      """
    let table = try read(script, .zip(member: "账务明细.csv"), .delimited(DelimitedRules(encoding: .gb18030)))
    #expect(table.rows == [["A1", "1.00"]])
    #expect(table.reader.member == "账务明细.csv")
  }

  @Test func opensAWorkbookInAZip() throws {
    let script = """
      import openpyxl
      wb = openpyxl.Workbook(); wb.active.append(['编号', '金额']); wb.active.append(['A1', 1.5]); b = io.BytesIO(); wb.save(b)
      with zipfile.ZipFile(path, 'w') as z: z.writestr('bill.xlsx', b.getvalue())
      """
    #expect(try read(script, .zip(member: "*.xlsx"), .xlsx(.withHeader)).amounts[1] == [150])
    let packed = script + "\nopen(path, 'wb').write(gzip.compress(b.getvalue()))\n"
    #expect(try read(packed, .gzip, .xlsx(.withHeader)).amounts[1] == [150])
  }

  @Test func refusesZipBombs() throws {
    let bomb = "with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('a.csv', b'x' * 50_000_000)"
    #expect(try message(bomb, .zip(member: "*"))?.hasPrefix("bill: a.csv: expected at most 300 times its packed size, found ") == true)
    let many = "with zipfile.ZipFile(path, 'w') as z:\n    for i in range(100_000): z.writestr(f'{i}.csv', b'')"
    #expect(try message(many, .zip(member: "*")) == "bill: file: expected at most 10000 members, found 100000")
    // The directory says 20 bytes, the member has four million.
    let lying = """
      with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('a.csv', '编号,金额\\n'.encode() + b'A1,1.00\\n' * 500_000)
      d = bytearray(open(path, 'rb').read()); at = d.rindex(b'PK\\x01\\x02')
      d[at + 24:at + 28] = struct.pack('<I', 20); d[22:26] = struct.pack('<I', 20); open(path, 'wb').write(d)
      """
    let text = try #require(try message(lying, .zip(member: "*")))
    #expect(text == "bill: a.csv: expected as many bytes as the archive says, found more" || text.contains("expected an undamaged part"))
  }

  @Test func refusesOtherDamage() throws {
    let good = "with zipfile.ZipFile(path, 'w') as z: z.writestr('a.csv', '编号,金额\\n'.encode() + b'A1,1.00\\n' * 1000)\n"
    #expect(
      try message(good + "d = bytearray(open(path, 'rb').read()); d[500] ^= 1; open(path, 'wb').write(d)", .zip(member: "*"))?
        .hasPrefix("bill: a.csv: expected an undamaged part, found ") == true)
    #expect(
      try message(good + "d = open(path, 'rb').read(); open(path, 'wb').write(d[:-30])", .zip(member: "*"))?
        .hasPrefix("bill: file: expected a zip archive, found a damaged zip archive") == true)
    #expect(
      try message(
        good + "d = bytearray(open(path, 'rb').read()); d[6] |= 1; d[d.rindex(b'PK\\x01\\x02') + 8] |= 1; open(path, 'wb').write(d)",
        .zip(member: "*"))
        == "bill: a.csv: expected an unencrypted archive, found an encrypted member")
  }

  /// Magic bytes or beginning as a Python literal, and what is said of it.
  @Test(arguments: [
    ("b'PK\\x03\\x04xxxx'", "a zip archive or workbook"), ("b'\\x1f\\x8b\\x08'", "a gzip file"), ("b'%PDF-1.4'", "a PDF document"),
    ("b'Rar!\\x1a'", "a rar archive"), ("b'\\xd0\\xcf\\x11\\xe0' + b'\\0' * 600", "an old .xls workbook (OLE2): save it as .xlsx"),
    ("b'\\xd0\\xcf\\x11\\xe0' + 'EncryptedPackage'.encode('utf-16-le')", "a workbook encrypted with a password"),
    ("b'\\r\\n  <!DOCTYPE HTML PUBLIC>'", "an HTML page (a login or error page in place of the file?)"),
    ("b'\\xef\\xbb\\xbf<html lang=zh>'", "an HTML page (a login or error page in place of the file?)"),
    ("b'<?xml version=\"1.0\"?><!DOCTYPE html><html>'", "an HTML page (a login or error page in place of the file?)"),
    ("b'<?xml version=\"1.0\"?><Document/>'", "an XML document"), ("b''", "an empty file"),
    ("b'PK\\x05\\x06' + b'\\0' * 18", "an empty zip archive"),
  ])
  func namesWhatTheFileIs(literal: String, name: String) throws {
    #expect(try message("open(path, 'wb').write(\(literal))", .none) == "bill: file: expected delimited text, found \(name)")
    #expect(
      try message("open(path, 'wb').write(gzip.compress(\(literal)))", .gzip) == "bill: file: expected delimited text, found \(name)")
    if !literal.hasPrefix("b'PK\\x03") {
      #expect(
        try message("open(path, 'wb').write(\(literal))", .none, .xlsx(.withHeader))
          == "bill: file: expected an xlsx workbook, found \(name)")
      #expect(try message("open(path, 'wb').write(\(literal))", .zip(member: "*")) == "bill: file: expected a zip archive, found \(name)")
    }
  }

  @Test func saysThatAFileIsEmptyOrNotThere() throws {
    let empty = #expect(throws: TableError.self) { try read("open(path, 'wb')", .none) }
    #expect(empty?.isEmpty == true)
    let layout = TableLayout(columns: Self.columns)
    let none = #expect(throws: TableError.self) { try TableReader(path: folder.file("none.csv"), layout: layout) }
    #expect(none?.found == "No such file or directory")
    #expect(#expect(throws: TableError.self) { try TableReader(path: folder.path, layout: layout) }?.found == "a directory")
    #expect(#expect(throws: TableError.self) { try TableReader(path: "/dev/zero", layout: layout) }?.found == "a device")
  }

  /// Two gigabytes without a line end, in a file with a hole: refused at once, and nothing of it is kept.
  @Test func refusesAnEndlessLine() throws {
    let hole = "f = open(path, 'wb'); f.write(b'x' * 3_000_000); f.truncate(2 << 30)"
    for preamble in [Preamble.none, .untilHeader, .lines(3), .comments("x")] {
      let path = try make(hole)
      let error = #expect(throws: TableError.self) {
        try TableReader(path: path, name: "bill", layout: TableLayout(preamble: preamble, columns: Self.columns))
      }
      #expect(error?.description == "bill:1: header: expected a header in a line of at most 1048576 bytes, found a longer line")
    }
  }

  /// The same behind a good row, unpacked from gzip: one reject, a window in memory.
  @Test func passesOverAnEndlessLine() throws {
    let table = try read(
      """
      with gzip.open(path, 'wb', 1) as f:
          f.write('编号,金额\\nA1,1.00\\n'.encode())
          for i in range(60): f.write(os.urandom(1 << 14).hex().encode() * 8)
          f.write(b'\\nA2,2.00\\n')
      """, .gzip)
    #expect(table.problems == ["3 row: expected at most 1048576 bytes, found more"])
    #expect(table.amounts[1] == [100, 200])
    #expect(table.mostBytes <= 2 * TextWindow.size)
  }
}
