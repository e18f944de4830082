import SettlementCore
import Testing

/// The ready profiles of partners that write as most do.
@Suite struct PlainProfileTests {
  @Test func csv() throws {
    let text = """
      示例视频对账单,,,,,
      导出时间：2026-03-02 09:00,,,,,
      核销流水号,商城订单号,商品,状态,结算金额,核销时间
      ="0012345678901234567",="000777",影视会员年卡,已核销,"¥1,088.00",2026/3/1 9:05
      ="0012345678901234568",-,影视会员月卡,已撤销,15.00元,2026-03-01 10:00:00
      ="0012345678901234569",="000778",影视会员年卡,处理中,88.00,2026/3/1 9:05
      ="0012345678901234570",="000779",影视会员季卡,已核销,88.00,2026/3/1 9:05
      合计,4,,,,

      """
    let statement = try ReadByProfile(MadeFile.gbk(text), "plain-csv")
    #expect(
      statement.lines == [
        "4 0012345678901234567 000777 video-year redeemed 1088.00 CNY - 2026-03-01T01:05:00Z",
        "5 0012345678901234568 - video-month reversed -15.00 CNY - 2026-03-01T02:00:00Z",
      ])
    #expect(statement.feed.passedOver == 1)
    #expect(statement.rejects == ["7 商品: expected one of 影视会员年卡, 影视会员月卡, found 影视会员季卡"])
    // A rejected row does not count.
    #expect(statement.totals == ["8 合计 1: 4, 3 FAILS"])
    let whole = text.replacing("影视会员季卡", with: "影视会员月卡").replacing("核销流水号", with: "流水号")
    #expect(try ReadByProfile(MadeFile.gbk(whole), "plain-csv").totals == ["8 合计 1: 4, 4"])
  }

  @Test func workbook() throws {
    let bytes = try MadeFile.xlsx(
      """
      sheet.title = '明细'
      sheet.append(['示例出行 三月对账单'])
      sheet.append(['单位：元'])
      sheet.append(['订单', None, '核销日期', '结算', None])
      sheet.append(['流水号', '商城订单号', None, '单价', '金额'])
      for area in ['A3:B3', 'C3:C4', 'D3:E3']: sheet.merge_cells(area)
      sheet.append(['Ｒ１', 'O1', datetime.datetime(2026, 3, 1, 9, 5), 12.5, 12.5])
      sheet.append([' R2', 'O1', '2026-03-01 10:00', 12.5, -12.5])
      sheet.append(['R3', 'O2', 46082, '12.50', '12.50'])
      sheet.append(['合计', None, None, None, 12.5])
      book.create_sheet('说明').append(['说明'])
      """)
    let statement = try ReadByProfile(bytes, "plain-xlsx")
    #expect(statement.rejects == [])
    #expect(
      statement.lines == [
        "5 R1 O1 ride-coupon redeemed 12.50 CNY - 2026-03-01T01:05:00Z", "6 R2 O1 ride-coupon reversed -12.50 CNY - 2026-03-01T02:00:00Z",
        "7 R3 O2 ride-coupon redeemed 12.50 CNY - 2026-02-28T16:00:00Z",
      ])
  }

  static let totals = "Tag;Produkt;Anzahl;Betrag\n01.03.2026;Kaffee;120;1.234,50\n01.03.2026;Kuchen;3;27,00\n02.03.2026;Tee;1;9,00\n"

  @Test func totalsOnly() throws {
    let statement = try ReadByProfile(Array(Self.totals.utf8), "totals-only")
    #expect(
      statement.lines == [
        "2 - - coffee-cup redeemed 1234.50 CNY - 2026-02-28T16:00:00Z", "3 - - cake-slice redeemed 27.00 CNY - 2026-02-28T16:00:00Z",
      ])
    #expect(statement.rejects == ["4 Produkt: expected one of Kaffee, Kuchen, found Tee"])
  }
}
