import SettlementCore
import Testing

@testable import RuleFiles

/// What `format:` of a statement becomes; what is wrong in it is told in the gallery, whole profiles are read in `SampleProfileTests`.
@Suite struct StatementFormatTests {
  private typealias Format = StatementFormat

  private func profile(_ keys: String, url: String = "file:s/{date}.csv") throws -> StatementProfile {
    let list = ProblemList()
    let problems = list.file("partner.yaml")
    let document = YAMLDocument.read("partner: p\nstatement: {url: '\(url)', matches: orders, \(keys)}\n", problems)
    let file = document.flatMap { PartnerFile($0, in: "shop", problems) }
    try list.throwIfAny()
    return try #require(file?.settings?.statement)
  }

  private func format(_ keys: String) throws -> Format {
    try #require(profile("format: {\(keys)\(keys.contains("codes: ") ? "" : ", codes: none")}").format)
  }

  /// Of a format with the columns A (reference), B (amount), C (time) and others.
  private func columns(_ keys: String, beside: String = "") throws -> Format.Columns {
    try format("columns: {reference: A, amount: B, time: C, \(keys)} \(beside.isEmpty ? "" : ", \(beside)")").columns
  }

  private func named(_ name: String) -> Format.Cell { .named([name]) }

  @Test func absentIsTheCanonicalCSV() throws {
    #expect(try profile("grace: 1d").format == nil)
    #expect(try format("encoding: utf-8") == .canonical)
    #expect(try format("encoding: utf-8").columns == .canonical)
  }

  @Test func delimitedText() throws {
    var rules = Format.Delimited()
    (rules.encoding, rules.delimiter, rules.quotes, rules.allowsBlankExtraCells) = (.utf16le, "\t", .none, true)
    #expect(try format("encoding: utf-16le, delimiter: tab, quotes: none, extra-cells: blank").container == .delimited(rules))
    rules = Format.Delimited()
    (rules.encoding, rules.delimiter, rules.quotes) = (.gb18030, "|", .someBackticks)
    #expect(
      try format("container: delimited, encoding: gb18030, delimiter: '|', quotes: some-backticks, extra-cells: refuse").container
        == .delimited(rules))
    #expect(
      try format("delimiter: '，'").container
        == .delimited(
          {
            rules = Format.Delimited()
            rules.delimiter = "，"
            return rules
          }()))
  }

  @Test func otherContainers() throws {
    #expect(try format("container: xlsx").container == .xlsx(sheet: nil))
    #expect(try format("container: xlsx, sheet: 明细").container == .xlsx(sheet: "明细"))
    #expect(try format("container: json").container == .json(rows: ""))
    #expect(try format("container: json, rows: /data/items").container == .json(rows: "/data/items"))
    #expect(try format("container: json-lines").container == .jsonLines)
    #expect(try format("packed: gzip").packaging == .gzip && format("packed: none").packaging == .none)
    #expect(try format("packed: {zip: '*.csv'}").packaging == .zip(member: "*.csv"))
  }

  @Test func whatStandsAroundTheRows() throws {
    #expect(try format("preamble: none").preamble == .none && format("preamble: until-header").preamble == .untilHeader)
    #expect(try format("preamble: {lines: 4}").preamble == .lines(4) && format("preamble: {comments: '#'}").preamble == .comments("#"))
    #expect(try format("header: named").header == .named && format("container: xlsx, header: {rows: 3}").header == .merged(rows: 3))
    let ends = try format("ends: [{prefix: '#'}, {line: <END>}, {header: [总笔数, 总金额]}]").ends
    #expect(ends == [.prefix("#"), .line("<END>"), .header(["总笔数", "总金额"])])
    // In the order in which they are stripped.
    let strip = try format("strip: [full-width, backtick, excel-text, tab, spaces]").strip
    #expect(strip == [.spaces, .tab, .excelText, .backtick, .fullWidth])
  }

  @Test func zones() throws {
    #expect(try format("zone: Asia/Tokyo").zone == .named("Asia/Tokyo"))
    let values = "{PST: America/Los_Angeles, CET: Europe/Paris}"
    #expect(
      try format("zone: {names: [Zone, TimeZone], values: \(values)}").zone
        == .cell(.named(["Zone", "TimeZone"]), values: [.init("PST", "America/Los_Angeles"), .init("CET", "Europe/Paris")]))
  }

  @Test func amounts() throws {
    var writing = Format.AmountWriting()
    (writing.decimal, writing.grouping, writing.signs, writing.allowsParentheses) = (.comma, .apostrophe, ["¥", "CNY"], true)
    (writing.allowsTrailingMinus, writing.emptyIsZero) = (true, true)
    let keys = "decimal: comma, grouping: apostrophe, signs: [¥, CNY], parentheses: true, trailing-minus: true, empty: zero"
    #expect(try format("amounts: {\(keys)}").amounts == writing)
    writing = Format.AmountWriting()
    writing.decimal = .minorUnits
    #expect(try format("amounts: {decimal: minor-units, empty: reject}").amounts == writing)
  }

  @Test func places() throws {
    #expect(try columns("order_id: 订单").orderID == Format.Text("订单"))
    #expect(try columns("order_id: {column: 订单}").orderID == Format.Text("订单"))
    #expect(try columns("order_id: {names: [订单, 单号]}").orderID == Format.Text(.cell(.named(["订单", "单号"]))))
    let positions = try format("header: none, columns: {reference: {at: 1}, amount: {at: 2}, time: {columns: [{at: 3}, {at: 4}]}}").columns
    #expect(positions.reference == Format.Text(.cell(.position(0))) && positions.amount == .init(.sum([.position(1)])))
    #expect(positions.time.cells == [.position(2), .position(3)])
    let json = try format("container: json-lines, columns: {reference: id, amount: {pointer: /amount/value}, time: {at: 3}}").columns
    #expect(json.reference == Format.Text("id") && json.amount == .init(.sum([.pointer("/amount/value")])))
    #expect(json.time.cells == [.position(2)])
  }

  @Test func textsAndTheirMeanings() throws {
    let item = try columns("item: {column: 商品, values: {年卡: video-year, '': none, 007: ''}, otherwise: keep, optional: true}").item
    #expect(
      item
        == Format.Text(
          .cell(named("商品")), values: [.init("年卡", "video-year"), .init("", "none"), .init("007", "")], otherwise: .keep,
          isRequired: false))
    #expect(try columns("item: {column: 商品, values: {a: b}}").item?.otherwise == .reject)
    #expect(try columns("item: {column: 商品, values: {a: b}, otherwise: other}").item?.otherwise == .value("other"))
    #expect(try columns("item: {is: video-year}").item == Format.Text(.constant("video-year")))
    #expect(try columns("currency: {is: USD}").currency == Format.Text(.constant("USD")))
    #expect(
      try columns("currency: {column: 币种, values: {人民币: CNY}, otherwise: USD}").currency
        == Format.Text(.cell(named("币种")), values: [.init("人民币", "CNY")], otherwise: .value("USD")))
  }

  @Test func types() throws {
    let names: [Format.Meaning<Format.RowMeaning>] = [
      .init("redeemed", .line(.redeemed)), .init("reversed", .line(.reversed)), .init("adjustment", .line(.adjustment)),
      .init("", .line(.redeemed)),
    ]
    #expect(try columns("").type == .line(.redeemed))
    #expect(try columns("type: {is: reversed}").type == .line(.reversed))
    #expect(try columns("type: {by: sign}").type == .bySign)
    #expect(try columns("type: 状态").type == .cell(named("状态"), names, otherwise: nil, isRequired: true))
    #expect(try columns("type: {column: 状态, optional: true}").type == .cell(named("状态"), names, otherwise: nil, isRequired: false))
    let values = "values: {退款: reversed, 失败: none}"
    let meanings: [Format.Meaning<Format.RowMeaning>] = [.init("退款", .line(.reversed)), .init("失败", .passedOver)]
    #expect(
      try columns("type: {column: 状态, \(values), otherwise: redeemed}").type
        == .cell(named("状态"), meanings, otherwise: .line(.redeemed), isRequired: true))
    #expect(
      try columns("type: {column: 状态, \(values), otherwise: none}").type
        == .cell(named("状态"), meanings, otherwise: .passedOver, isRequired: true))
    #expect(
      try columns("type: {column: 状态, \(values), otherwise: reject}").type
        == .cell(named("状态"), meanings, otherwise: nil, isRequired: true))
  }

  @Test func amountsOfColumns() throws {
    func amount(_ text: String) throws -> Format.Amount { try format("columns: {reference: A, amount: \(text), time: C}").columns.amount }
    #expect(try amount("B") == Format.Amount("B"))
    #expect(try amount("{column: B, negate: true}") == Format.Amount(.sum([named("B")]), negates: true))
    #expect(try amount("{sum: [B, {names: [D, E]}]}") == Format.Amount(.sum([named("B"), .named(["D", "E"])])))
    #expect(try amount("{in: I, out: O}") == Format.Amount(.inAndOut(named("I"), named("O"), outIsNegative: false)))
    #expect(
      try amount("{in: I, out: O, out-sign: negative, negate: true}")
        == Format.Amount(.inAndOut(named("I"), named("O"), outIsNegative: true), negates: true))
    #expect(
      try amount("{column: B, marks: {column: M, plus: [CR, ''], minus: [DR]}}")
        == Format.Amount(.marked(named("B"), mark: named("M"), plus: ["CR", ""], minus: ["DR"])))
  }

  @Test func fees() throws {
    #expect(try columns("").fee == nil && columns("fee: F").fee == Format.Fee(Format.Amount("F")))
    #expect(
      try columns("fee: {sum: [F, G], digits: 9, optional: true, negate: true}").fee
        == Format.Fee(Format.Amount(.sum([named("F"), named("G")]), negates: true), digits: 9, isRequired: false))
  }

  @Test func times() throws {
    func time(_ text: String) throws -> Format.Time { try format("columns: {reference: A, amount: B, time: \(text)}").columns.time }
    #expect(try time("C") == Format.Time([named("C")], formats: [.iso]))
    #expect(
      try time("{column: C, formats: [iso, serial, seconds, milliseconds, 'dd.MM.yyyy', \"yyyy'年'M'月'd'日' HH:mm:ss.S\"]}").formats
        == [.iso, .serial, .seconds, .milliseconds, .pattern("dd.MM.yyyy"), .pattern("yyyy'年'M'月'd'日' HH:mm:ss.S")])
    #expect(try time("{columns: [D, T]}") == Format.Time([named("D"), named("T")]))
  }

  @Test func balances() throws {
    #expect(try columns("balance: S").balance == Format.Balance(named("S")))
    #expect(
      try columns("balance: {column: S, of: {in: I, out: O}, order: newest-first}").balance
        == Format.Balance(
          named("S"), amount: Format.Amount(.inAndOut(named("I"), named("O"), outIsNegative: false)), isNewestFirst: true))
    #expect(try columns("balance: {column: S, order: oldest-first}").balance?.isNewestFirst == false)
  }

  @Test func cellsOfReversedRows() throws {
    let keys = "reference: R, order_id: O, item: {is: x}, amount: {column: M, negate: true}, time: T, fee: {column: F, digits: 5}"
    let read = try format("columns: {reference: A, amount: B, time: C, type: D, fee: E}, reversed: {\(keys)}")
    var cells = Format.ReversedCells()
    (cells.reference, cells.orderID, cells.item) = (Format.Text("R"), Format.Text("O"), Format.Text(.constant("x")))
    (cells.amount, cells.time) = (Format.Amount(.sum([named("M")]), negates: true), Format.Time("T"))
    cells.fee = Format.Fee(Format.Amount("F"), digits: 5)
    #expect(read.reversed == cells)
  }

  @Test func rowsThatAreSkipped() throws {
    #expect(
      try format("skip: [{column: Status, is: [Pending, '']}, {names: [A, B], is-not: [x]}]").skip
        == [Format.Condition(named("Status"), ["Pending", ""]), Format.Condition(.named(["A", "B"]), ["x"], isNot: true)])
  }

  @Test func totals() throws {
    let totals = try format(
      """
      preamble: {comments: "#"}, ends: [{header: [总笔数]}], totals: [
        {cell: 总笔数, counts: rows, where: {column: S, is: [a]}}, {line: "#共", sums: B},
        {line: "#共", number: 2, sums: {sum: [B, C]}, digits: 4},
        {equal: [{in: I, out: O}, N], digits: 3}]
      """
    ).totals
    #expect(
      totals == [
        DeclaredTotal(name: "总笔数", .cell("总笔数"), .count, where: Format.Condition(named("S"), ["a"])),
        DeclaredTotal(name: "#共 1", .line("#共", number: 1), .sum(Format.Amount("B"), digits: nil)),
        DeclaredTotal(name: "#共 2", .line("#共", number: 2), .sum(Format.Amount(.sum([named("B"), named("C")])), digits: 4)),
        DeclaredTotal(
          name: "I − O = N", .sum(Format.Amount(.inAndOut(named("I"), named("O"), outIsNegative: false))),
          .sum(Format.Amount("N"), digits: 3)),
      ])
    #expect(
      try format("container: json, rows: /items, totals: [{pointer: /count, counts: rows}]").totals
        == [DeclaredTotal(name: "/count", .pointer("/count"), .count)])
  }

  @Test(arguments: [
    ("file:s/{date}.csv", "grace: 1d", StatementProfile.Window.day), ("file:s/{yyyy}{MM}{dd}.csv", "window: day", .day),
    ("file:s/{yyyy}-{MM}.csv", "grace: 1d", .month), ("file:s/{yyyy}-{MM}.csv", "window: month", .month),
    ("file:s.csv", "grace: 1d", .any), ("file:s/{date}.csv", "window: any", .any),
  ]) func windows(url: String, keys: String, window: StatementProfile.Window) throws {
    #expect(try profile(keys, url: url).window == window)
  }

  @Test func codes() throws {
    #expect(try format("encoding: gb18030, codes: none").codes == Format.Codes())
    #expect(try format("encoding: gb18030, codes: {none-in: [卡号]}").codes == Format.Codes(exempt: ["卡号"]))
    #expect(try format("codes: [卡号, 卡密]").codes == Format.Codes(columns: ["卡号", "卡密"]))
  }

  @Test func coverage() throws {
    #expect(try profile("covers: all").covers == .all && profile("covers: channel").covers == .channel)
    #expect(try profile("grace: 1d").covers == .channel)
  }

  @Test func daysOfAWindow() throws {
    let profile = try profile("due: 3d, revisit: 7d, group: [day, item, order_id]")
    #expect(profile.due == 3 && profile.revisit == 7 && profile.group == [.day, .item, .orderID])
    #expect(try self.profile("grace: 0d").due == 0 && self.profile("grace: 0d").revisit == 0)
  }

  /// A run's fingerprint takes a profile as text, so equal profiles have equal texts.
  @Test func equalFormatsHaveEqualTexts() throws {
    let one = try format("encoding: gb18030, strip: [tab, spaces], columns: {reference: A, amount: B, time: C}")
    let other = try format("columns: {time: {column: C, formats: [iso]}, amount: B, reference: A}, strip: [spaces, tab], encoding: gb18030")
    #expect(one == other && "\(one)" == "\(other)")
  }
}
