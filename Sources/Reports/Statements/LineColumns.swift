import SettlementCore
import WorkbookWriter

/// The columns of a table of lines: those that every line has, and those that a statement or a table has besides.
struct LineColumns {
  static let number = 0, amount = 11
  /// Nil: the table has none.
  let net: Int?
  let tax: Int?
  /// The first of four.
  let origin: Int?
  let link: Int?
  let all: [DetailColumn]

  init(_ statement: PartnerStatement, _ currency: Currency, _ wording: Wording, _ widths: LineWidths, withOrigins: Bool, withLinks: Bool) {
    let isChinese = wording.language == .zh
    var all = [
      DetailColumn(wording("序号", "No."), width: widths.number), DetailColumn(wording("业务日期", "Business date"), width: 12),
      DetailColumn(wording("业务时间", "Local time"), width: 20), DetailColumn(wording("类型", "Kind"), width: isChinese ? 10 : 19),
      DetailColumn(wording("订单号", "Order"), width: widths.order), DetailColumn(wording("业务单号", "Reference"), width: widths.reference),
      DetailColumn(wording("权益", "Entitlement"), width: widths.entitlement),
      DetailColumn(wording("分账协议", "Agreement"), width: widths.agreement),
      DetailColumn(wording("规则版本", "Rule version"), width: 12), DetailColumn(wording("批次号", "Run"), width: widths.run),
      DetailColumn(wording("分录组号", "Group"), width: widths.group),
    ]
    let code = currency.code
    if let split = statement.taxSplit {
      let rate = split.rate.description
      all += [
        DetailColumn(wording("含税金额\n（\(code)）", "Amount with tax\n(\(code))"), width: widths.amount),
        DetailColumn(wording("不含税金额", "Without tax"), width: widths.amount),
        DetailColumn(wording("税额\n（\(rate)）", "Tax\n(\(rate))"), width: widths.amount),
      ]
      (net, tax) = (12, 13)
    } else {
      all.append(DetailColumn(wording("金额（\(code)）", "Amount (\(code))"), width: max(14, widths.amount)))
      (net, tax) = (nil, nil)
    }
    origin = withOrigins ? all.count : nil
    if withOrigins {
      all += [
        DetailColumn(wording("原单日期", "Order's date"), width: 12), DetailColumn(wording("分成基数", "Base split"), width: widths.amount),
        DetailColumn(wording("原分成金额", "Original share"), width: widths.amount),
        DetailColumn(wording("冲销分录组", "Takes back group"), width: widths.group),
      ]
    }
    link = withLinks ? all.count : nil
    if withLinks { all.append(DetailColumn(wording("差异", "Discrepancy"), width: isChinese ? 12 : 18)) }
    self.all = all
  }
}

/// How wide the columns of a statement's lines have to be: as wide as what stands in them, within what a page takes.
struct LineWidths {
  let number: Double
  let order: Double
  let reference: Double
  let entitlement: Double
  let agreement: Double
  let run: Double
  let group: Double
  let amount: Double

  init(_ statement: PartnerStatement) {
    let lines = statement.lines
    func digits(_ number: Int64) -> Int { String(number).utf8.count }
    number = TextWidth.fitted(digits(Int64(lines.count)) * 4 / 3, 7...12)
    order = TextWidth.fitted(Self.widest(lines.orderID), 12...34)
    reference = TextWidth.fitted(Self.widest(lines.reference), 12...34)
    let used = Set(lines.entitlement)
    entitlement = TextWidth.fitted(Self.widest(used.filter { $0 >= 0 }.map { statement.entitlements[Int($0)] }), 8...26)
    agreement = TextWidth.fitted(Self.widest(statement.rules.map(\.agreement)), 10...26)
    run = TextWidth.fitted(Self.widest(statement.runs), 12...22)
    group = TextWidth.fitted(digits(lines.group.last ?? 0), 10...16)
    // Digits, a point, a sign, and a comma for three digits.
    amount = TextWidth.fitted(digits(lines.amount.map { $0.magnitude }.max().map { Int64(clamping: $0) } ?? 0) * 4 / 3 + 2, 12...22)
  }

  private static func widest(_ texts: [String]) -> Int { texts.reduce(0) { max($0, TextWidth.columns($1)) } }

  /// No text is wider than its bytes are many, so most are not looked at.
  private static func widest(_ column: TextColumn) -> Int {
    var widest = 0
    let bytes = column.bytes.span
    for row in 0..<column.count {
      let range = column.range(row)
      if range.count > widest { widest = max(widest, TextWidth.columns(bytes.extracting(range))) }
    }
    return widest
  }
}
