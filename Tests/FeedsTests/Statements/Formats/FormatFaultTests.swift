import SettlementCore
import Testing

@testable import Feeds

/// What single cells may not be, and which cells may be empty.
@Suite struct FormatFaultTests {
  private static let format = StatementFormat("id", amount: Format.Amount("amount"), time: .init("time")) { format in
    format.columns.item = .init(.cell(.name("item")), values: [.init("甲", "video")], otherwise: .reject)
    format.columns.type = .cell(
      .name("type"), [.init("in", .line(.redeemed)), .init("out", .line(.reversed)), .init("note", .passedOver)], otherwise: nil,
      isRequired: true)
    format.columns.currency = .init("currency")
    format.reversed.amount = Format.Amount(.sum([.name("back")]), negates: true)
    format.zone = .cell(.name("zone"), values: [.init("NY", "America/New_York"), .init("", "Asia/Shanghai")])
    format.skip = [.init(.name("id"), ["TOTAL"])]
  }
  private static let header = "id,item,type,amount,back,currency,time,zone\n"

  @Test(
    arguments: [
      (",甲,in,1,,CNY,2026-03-01 10:00:00,", "id: expected a text, found an empty field"),
      (
        "1.2E+17,甲,in,1,,CNY,2026-03-01 10:00:00,",
        "id: expected an identifier as it was (in the file it is a number that a spreadsheet has rounded), found 1.2E+17"
      ),
      ("R,乙,in,1,,CNY,2026-03-01 10:00:00,", "item: expected one of 甲, found 乙"),
      ("R,甲,paid,1,,CNY,2026-03-01 10:00:00,", "type: expected one of in, out, note, found paid"),
      ("R,甲,in,,,CNY,2026-03-01 10:00:00,", "amount: expected an amount, found an empty field"),
      ("R,甲,out,1,,CNY,2026-03-01 10:00:00,", "back: expected an amount, found an empty field"),
      ("R,甲,in,-1,,CNY,2026-03-01 10:00:00,", "amount: expected an amount of 0 or more in a redeemed line, found -1"),
      ("R,甲,out,1,-1,CNY,2026-03-01 10:00:00,", "back: expected an amount of 0 or less in a reversed line, found -1"),
      ("R,甲,in,1.005,,CNY,2026-03-01 10:00:00,", "amount: expected at most 2 decimals, found 1.005"),
      ("R,甲,in,1.5,,JPY,2026-03-01 10:00:00,", "amount: expected a whole number, found 1.5"),
      ("R,甲,in,1e3,,CNY,2026-03-01 10:00:00,", "amount: expected an amount such as 199.00, found 1e3"),
      ("R,甲,in,1,,RMB,2026-03-01 10:00:00,", "currency: expected a currency of ISO 4217 such as CNY, found RMB"),
      ("R,甲,in,1,,CNY,,", "time: expected a time, found an empty field"),
      ("R,甲,in,1,,CNY,1.3.2026,", "time: expected a time such as 2026-03-01T10:00:00+08:00, found 1.3.2026"),
      ("R,甲,in,1,,CNY,2026-03-08 02:30:00,NY", "time: expected a time that exists in America/New_York, found 2026-03-08 02:30:00"),
      ("R,甲,in,1,,CNY,1969-12-31,", "time: expected a year from 1970 to 2100, found 1969-12-31"),
      ("R,甲,in,1,,CNY,2026-03-01 10:00:00,LA", "zone: expected one of NY, an empty cell, found LA"),
    ])
  func rejects(row: String, problem: String) throws {
    let read = try ReadFormat(Self.header + row + "\n", Self.format)
    #expect(read.problems == ["2 " + problem])
    #expect(read.feed.count == 0 && read.feed.rows == 1)
  }

  /// What a row does not use may be empty: a reversed one its usual amount, one that is passed over everything.
  @Test func unusedCellsMayBeEmpty() throws {
    let read = try ReadFormat(
      Self.header + """
        R1,甲,in,2,,JOD,2026-03-01 23:59:59,NY
        R2,甲,out,,1.255,JOD,2026-03-02,
        ,,note,,,,,
        TOTAL,,,3,,,,

        """, Self.format)
    #expect(read.problems == [])
    #expect(read.lines == ["R1 - video redeemed 2.000 JOD 2026-03-01:2", "R2 - video reversed -1.255 JOD 2026-03-02:3"])
    #expect(read.feed.passedOver == 2 && read.feed.rows == 4)
    // The partner's own midnight bounds its days.
    #expect(shanghai.text(of: read.feed.time[0]).hasPrefix("2026-03-02"))
  }

  @Test func theColumnsMustBeThere() {
    let failure = #expect(throws: SourceFailure.self) { try ReadFormat("id,amount\n1,2\n", Self.format) }
    #expect(failure?.kind == .malformed)
    #expect(
      failure?.description
        == "bill:1: header: expected a row with the columns 'id', 'item', 'amount', 'time', 'type', 'currency', 'zone', 'back', found no "
        + "'item', 'time', 'type', 'currency', 'zone', 'back' there; fetch the file again, or correct format in the partner's file")
  }

  @Test(
    arguments: [
      ("#count 2\n", "1 #count 1: 2, 2"), ("#count 3\n", "1 #count 1: 3, 2 FAILS"), ("#count -2\n", "1 #count 1: -2, 2 FAILS"),
      ("#count two\n", "1 #count 1: absent, 2 FAILS"), ("#count 2.5\n", "1 #count 1: unreadable, 2 FAILS"),
      ("#count 2.0\n", "1 #count 1: 2, 2"),
      ("#count 2\n#count 2\n", "2 #count 1: repeated, 2 FAILS"), ("#sum 2\n", "0 #count 1: absent, 2 FAILS"),
    ])
  func declaredCounts(preamble: String, total: String) throws {
    let format = StatementFormat("id", amount: Format.Amount("amount"), time: .init("time")) { format in
      format.preamble = .comments("#")
      format.totals = [DeclaredTotal(name: "#count 1", .line("#count", number: 1), .count)]
    }
    let rows = "id,amount,time\nR1,1,2026-03-01\nR2,1,2026-03-01\n"
    #expect(try ReadFormat(preamble + rows, format).totals == [total])
  }

  @Test(
    arguments: [
      ("收入：1笔 0.35元", StatementFormat.AmountWriting.Grouping.none, ["1", "0.35"]), ("-50.00元, 3", .none, ["-50.00", "3"]),
      ("共1,234,567.80元1,2", .comma, ["1,234,567.80", "1", "2"]), ("1,2345", .comma, ["1", "2345"]), ("1.", .none, ["1"]), ("", .none, []),
      ("10-20", .none, ["10", "-20"]), ("1 000", .space, ["1 000"]),
    ])
  func numbersInALine(text: String, grouping: StatementFormat.AmountWriting.Grouping, numbers: [String]) {
    var writing = StatementFormat.AmountWriting()
    writing.grouping = grouping
    #expect(NumbersInText(writing).numbers(in: text) == numbers)
  }
}
