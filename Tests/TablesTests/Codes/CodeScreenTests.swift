import Testing

@testable import Tables

/// Columns that are called as card codes are found in files whose codes could not be replaced, wherever such a file may have them.
@Suite struct CodeScreenTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let names = CodeNames(["card_code", "卡密"])
  private static let columns = [TableColumn.text("编号", .id), .amount("金额")]
  private static let refusal =
    "bill: codes: expected no column that is called as card codes are: in such a file they could not be replaced, found "

  /// What is said of the file that `script` makes as `data`; nil when it may be kept.
  private func said(
    _ script: String, _ container: TableContainer = .delimited(DelimitedRules()), packed: Packaging = .none, header: HeaderRule = .named,
    preamble: Preamble = .none
  ) throws -> String? {
    let path = folder.file("bill")
    let modules = "import sys, gzip, zipfile, io, json\n"
    let helpers = """
      def pack(**members):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, 'w') as archive:
          for name, content in members.items(): archive.writestr(name, content)
        return packed.getvalue()
      def book(**sheets):
        import openpyxl
        made, saved = openpyxl.Workbook(), io.BytesIO()
        made.remove(made.active)
        for name, rows in sheets.items():
          sheet = made.create_sheet(name)
          for row in rows: sheet.append(row)
        made.save(saved)
        return saved.getvalue()

      """
    _ = try Python.run(modules + helpers + script + "\nopen(sys.argv[1], 'wb').write(data)", [path])
    let layout = TableLayout(
      packaging: packed, container: container, preamble: preamble, header: header, wrapping: .spaces, columns: Self.columns)
    do {
      try CodeScreen(Self.names, layout, file: "bill").check(try FileBytes.read(path: path))
      return nil
    } catch let error as TableError {
      return error.description
    }
  }

  private func text(_ encoding: TextEncoding) -> TableContainer { .delimited(DelimitedRules(encoding: encoding)) }

  @Test func textInOtherEncodings() throws {
    #expect(try said("data = '编号,金额,备注\\nA1,1.00,卡密\\n'.encode('gb18030')", text(.gb18030)) == nil)
    #expect(try said("data = '编号,金额, 卡密\\nA1,1.00,x\\n'.encode('gb18030')", text(.gb18030)) == Self.refusal + "'卡密'")
    #expect(try said("data = '编号,金额,Card Code\\nA1,1.00,x\\n'.encode('utf-16')", text(.utf16)) == Self.refusal + "'Card Code'")
    // What stands before the names is looked at, too.
    let preamble = "data = '卡密,面值\\nSECRET,1.00\\n编号,金额\\nA1,1.00\\n'.encode('gb18030')"
    #expect(try said(preamble, text(.gb18030), preamble: .untilHeader) == Self.refusal + "'卡密'")
  }

  @Test func packedText() throws {
    #expect(try said("data = gzip.compress('编号,金额,卡密\\n'.encode())", packed: .gzip) == Self.refusal + "'卡密'")
    #expect(try said("data = gzip.compress('编号,金额\\n'.encode())", packed: .gzip) == nil)
    let zip = Packaging.zip(member: "*.csv")
    #expect(try said("data = pack(a='编号,金额,卡密\\n'.encode())", packed: .zip(member: "a")) == Self.refusal + "'卡密'")
    #expect(try said("data = pack(**{'a.csv': '编号,金额\\n', 'b.txt': '汇总'})", packed: zip) == nil)
    // A member that nobody reads, in the archive's encoding or in UTF-8.
    for encoding in ["gb18030", "utf-8"] {
      let script = "data = pack(**{'a.csv': '编号,金额\\n'.encode('gb18030'), 'b.txt': '清单\\n编号;\"卡密\"\\n'.encode('\(encoding)')})"
      #expect(try said(script, text(.gb18030), packed: zip) == Self.refusal + "'卡密'")
    }
    #expect(
      try said("data = pack(**{'a.csv': '编号,金额\\n', 'b.gz': gzip.compress(b'SECRET')})", packed: zip)
        == Self.refusal + "a gzip file inside it")
    #expect(
      try said("data = pack(**{'a.csv': '编号,金额\\n', 'b.xlsx': book(x=[['卡密']])})", packed: zip) == Self.refusal + "'卡密'")
  }

  @Test func workbooks() throws {
    let xlsx = TableContainer.xlsx(.withHeader)
    #expect(try said("data = book(a=[['编号', '金额', '备注'], ['A1', 1, '卡密']], b=[['说明']])", xlsx) == nil)
    #expect(try said("data = book(a=[['编号', '金额', '卡密'], ['A1', 1, 'x']])", xlsx) == Self.refusal + "'卡密'")
    #expect(try said("data = book(a=[['编号', '金额']], b=[['清单'], [None, '卡密']])", xlsx) == Self.refusal + "'卡密'")
    #expect(
      try said("data = book(a=[[None, None, '券'], ['编号', '金额', '卡密']])", xlsx, header: .merged(rows: 2)) == Self.refusal + "'卡密'")
    #expect(try said("data = gzip.compress(book(a=[['编号', '金额', '卡密']]))", xlsx, packed: .gzip) == Self.refusal + "'卡密'")
  }

  @Test func packedJSON() throws {
    let rows = TableContainer.json(rows: JSONPointer("/items")!)
    func json(_ more: String) -> String { "data = gzip.compress(json.dumps({'items': [{'编号': 'A1', '金额': '1.00'\(more)}]}).encode())" }
    #expect(try said(json(""), rows, packed: .gzip) == nil)
    #expect(try said(json(", 'extra': {'cardCode': 'x'}"), rows, packed: .gzip) == Self.refusal + "such a key")
  }

  /// Of a file that is something else nobody knows what it holds.
  @Test func somethingElse() throws {
    #expect(try said("data = '编号;金额\\nA1;SECRET\\n'.encode('gb18030')", text(.gb18030)) != nil)
    #expect(try said("data = pack(a='x')", .xlsx(.withHeader)) != nil)
  }
}
