import Reports
import SettlementCore
import Tables
import Testing

@Suite struct PostingsFileTests {
  static let day = CalendarDay("2026-03-01")!

  static func group(_ number: Int64, _ kind: GroupKind, order: ReportText, reference: ReportText, currency: String = "CNY") -> PostingGroup
  {
    PostingGroup(
      run: "2026-03-01-001", businessDate: day, number: number, kind: kind, orderID: order, reference: reference,
      currency: Currency(code: currency)!, agreement: "VIP-YEAR-JOINT", version: CalendarDay("2026-01-01")!)
  }

  /// SPEC §13, with the lines given in another order.
  @Test func workedExample() {
    let parties = Terminology(["platform", "tencent-video", "eleme", "douyin"])
    var file = PostingsFile(parties: parties)
    let accounts: [Account] = [.payable(3), .held(0), .custody, .held(2), .revenue, .held(1)]
    let ids = TextColumn(["O0", "O1"])
    let codes = accounts.map(\.code)
    let amounts: [Int64] = [-436, -8276, 19900, -2388, 0, -8800]
    file.append(
      Self.group(1, .order, order: .row(1, of: ids), reference: .text("O1")), accounts: codes.span, amounts: amounts.span)
    #expect(file.lines == 5)
    #expect(
      String(decoding: file.bytes, as: UTF8.self) == """
        run,business_date,group,kind,order_id,reference,party,account,currency,amount,agreement,version,corrects
        2026-03-01-001,2026-03-01,1,order,O1,O1,,custody,CNY,199.00,VIP-YEAR-JOINT,2026-01-01,
        2026-03-01-001,2026-03-01,1,order,O1,O1,eleme,held:eleme,CNY,-23.88,VIP-YEAR-JOINT,2026-01-01,
        2026-03-01-001,2026-03-01,1,order,O1,O1,platform,held:platform,CNY,-82.76,VIP-YEAR-JOINT,2026-01-01,
        2026-03-01-001,2026-03-01,1,order,O1,O1,tencent-video,held:tencent-video,CNY,-88.00,VIP-YEAR-JOINT,2026-01-01,
        2026-03-01-001,2026-03-01,1,order,O1,O1,douyin,payable:douyin,CNY,-4.36,VIP-YEAR-JOINT,2026-01-01,

        """)
  }

  @Test func textFromOutsideIsGuardedAndEveryFieldChanges() {
    var file = PostingsFile(parties: Terminology(["platform", "a", "=b,c"]))
    file.removeWritten()
    let codes = [Account.paidOut(1).code, Account.payable(1).code]
    let amounts: [Int64] = [-5, 5]
    var payout = Self.group(12, .payout, order: .none, reference: .text("@P\"1"), currency: "KWD")
    payout.agreement = ""
    payout.version = nil
    file.append(payout, accounts: codes.span, amounts: amounts.span)
    var undo = Self.group(13, .undo, order: .text("-O,1"), reference: .text("F1"), currency: "JPY")
    undo.corrects = 7
    undo.businessDate = CalendarDay("2026-03-02")!
    file.append(undo, accounts: [Account.custody.code, Account.held(2).code].span, amounts: [5, -5].span)
    #expect(
      String(decoding: file.bytes, as: UTF8.self) == """
        2026-03-01-001,2026-03-01,12,payout,,"'@P""1",a,paid-out,KWD,-0.005,,,
        2026-03-01-001,2026-03-01,12,payout,,"'@P""1",a,payable:a,KWD,0.005,,,
        2026-03-01-001,2026-03-02,13,undo,"'-O,1",F1,,custody,JPY,5,VIP-YEAR-JOINT,2026-01-01,7
        2026-03-01-001,2026-03-02,13,undo,"'-O,1",F1,"'=b,c","held:=b,c",JPY,-5,VIP-YEAR-JOINT,2026-01-01,7

        """)
  }

  @Test func groupOfZerosHasNoLines() {
    var file = PostingsFile(parties: Terminology(["platform"]))
    file.removeWritten()
    file.append(Self.group(1, .earn, order: .none, reference: .none), accounts: [Account.custody.code].span, amounts: [0].span)
    #expect(file.bytes.isEmpty)
  }

  /// Random groups in chunks, read back by the CSV reader, are what was appended, sorted by account.
  @Test(arguments: UInt64(1)...20)
  func readBackEquals(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let parties = Terminology(["platform", "饿了么", "a,b", "zz", "A"])
    var file = PostingsFile(parties: parties)
    var bytes: [UInt8] = []
    var expected: [[String]] = []
    for number in 1...Int64(200) {
      let currency = ["CNY", "JPY", "KWD"].randomElement(using: &random)!
      let order = ["", "O\(number)", "a\"b", "x\ny", "茶"].randomElement(using: &random)!
      let group = Self.group(
        number, GroupKind.allCases.randomElement(using: &random)!, order: .text(order), reference: .text("r"), currency: currency)
      var lines: [(Account, Int64)] = []
      for code in Int32(0)..<40 where Int.random(in: 0..<6, using: &random) == 0 {
        let account = Account(code: code)
        if [.custody, .fees, .subsidy, .suspense, .revenue].contains(account.kind), account.party != 0 { continue }
        lines.append((account, Int64.random(in: -3...3, using: &random) * Int64.random(in: 1...(.max / 3), using: &random)))
      }
      lines.shuffle(using: &random)
      let (codes, amounts) = (lines.map(\.0.code), lines.map(\.1))
      file.append(group, accounts: codes.span, amounts: amounts.span)
      if Bool.random(using: &random) {
        bytes += file.bytes
        file.removeWritten()
      }
      // Lines of one name (paid-out) stand by party.
      let byCode = lines.filter { $0.1 != 0 }.sorted { $0.0.code < $1.0.code }
      let sorted = byCode.sorted { $0.0.name(parties).utf8.lexicographicallyPrecedes($1.0.name(parties).utf8) }
      for (account, amount) in sorted {
        expected.append([
          "2026-03-01-001", "2026-03-01", "\(number)", group.kind.name, order, "r", account.partyName(parties), account.name(parties),
          currency,
          Money(amount, Currency(code: currency)!).decimal, "VIP-YEAR-JOINT", "2026-01-01", "",
        ])
      }
    }
    let found = try rows(of: bytes + file.bytes)
    let difference = zip(found, expected).first { $0 != $1 }
    #expect(found.count == expected.count && difference == nil, "seed \(seed): \(String(describing: difference))")
    #expect(file.lines == expected.count)
  }
}

/// The rows behind the header, as the strict reader of `Tables` reads them; no row may be rejected.
func rows(of bytes: [UInt8]) throws -> [[String]] {
  var reader = try CSVReader(bytes: bytes, file: "written.csv")
  let columns = reader.header.count
  var batch = CellBatch()
  var rows: [[String]] = []
  while reader.readBatch(into: &batch, maximumRows: 1000) {
    #expect(batch.rejects.isEmpty)
    for row in 0..<batch.rowCount {
      rows.append(batch.cells[row * columns..<(row + 1) * columns].map { String(decoding: reader.bytes[$0.range], as: UTF8.self) })
    }
  }
  return rows
}
