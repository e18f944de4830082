import SettlementCore

/// The sections of `run.html` in their order.
struct RunPageBody {
  let summary: RunSummary
  let wording: Wording

  init(_ summary: RunSummary, _ wording: Wording) { (self.summary, self.wording) = (summary, wording) }

  var sections: [Markup] {
    [verdict, facts, sources, money, differences, largest, risks, partners, trend, steps, rules].compactMap { $0 }
  }

  func section(_ title: String, _ content: [Markup]) -> Markup { .tag("section", "", [.tag("h2", "", title)] + content) }

  func column(_ zh: String, _ en: String, isNumber: Bool = false) -> PageTable.Column {
    PageTable.Column(head: wording(zh, en), isNumber: isNumber)
  }

  func count(_ state: Finding.State) -> Int64 { summary.discrepancies.reduce(0) { $1.state == state.rawValue ? $0 + $1.count : $0 } }

  // MARK: Verdict

  private var verdict: Markup {
    let (sign, cssClass, words) = verdictWords
    let title = wording("清分日报 \(summary.businessDay)", "Settlement of \(summary.businessDay)")
    return .tag(
      "header", cssClass,
      [
        .tag("h1", "", title),
        .tag(
          "p", "verdict",
          [
            .element("span", [.init(name: "class", value: "sign"), .init(name: "aria-hidden", value: "true")], [.text(sign)]),
            .tag("strong", "", words),
          ]),
        .tag("p", "lead", lead), .tag("dl", "tiles", tiles),
      ])
  }

  private var verdictWords: (sign: String, cssClass: String, words: String) {
    let open = count(.open)
    let lacking = summary.sources.filter { wording.step($0) != nil }.count
    switch summary.exitCode {
    case 0: return ("✓", "good", wording("全部一致", "All matched"))
    case 2: return ("!", "warn", wording("已完成，有 \(open) 笔差异待处理", "Finished, \(open) open discrepanc\(open == 1 ? "y" : "ies")"))
    default:
      return ("✗", "bad", wording("有 \(lacking) 个数据源缺失或不完整", "\(lacking) source\(lacking == 1 ? " is" : "s are") missing or incomplete"))
    }
  }

  private var lead: String {
    let (open, inTransit) = (count(.open), count(.inTransit))
    var parts: [String] = []
    if summary.exitCode == 0 {
      parts.append(wording("应到的来源齐全，没有待处理的差异", "every source that was due has come, and nothing is open"))
    } else if summary.exitCode != 2 {
      parts.append(open == 0 ? wording("没有待处理的差异", "nothing is open") : wording("另有 \(open) 笔差异待处理", "\(open) discrepancies are open"))
    }
    parts.append(
      inTransit == 0
        ? wording("没有在途项目", "nothing is in transit")
        : wording("\(inTransit) 笔在途（宽限期内，先等待）", "\(inTransit) in transit, within their grace"))
    parts.append(wording("账目平衡：每类科目期初加变动等于期末，各列合计为零", "the books close: opening and moves give closing, every column sums to zero"))
    return wording(parts.joined(separator: "；") + "。", parts.joined(separator: "; ") + ".")
  }

  private var tiles: [Markup] {
    var tiles: [(String, Markup)] = [
      (wording("订单", "Orders"), .number(summary.counts.orders)), (wording("核销", "Redemptions"), .number(summary.counts.redemptions)),
      (wording("退款", "Refunds"), .number(summary.counts.refunds)),
    ]
    for row in summary.money ?? [] where row.group == "custody" {
      let paid = row.moves.first { $0.kind == GroupKind.order.name }?.amount
      if let paid { tiles.append((wording("实收 \(row.currency)", "Paid \(row.currency)"), .number(paid))) }
    }
    tiles.append((wording("待处理", "Open"), .number(count(.open))))
    tiles.append((wording("在途", "In transit"), .number(count(.inTransit))))
    return tiles.map { .tag("div", "", [.tag("dt", "", $0.0), .tag("dd", "", [$0.1])]) }
  }

  // MARK: What it is about

  private var facts: Markup {
    let counts = summary.counts
    let agreements = Set(summary.rules.map(\.agreement)).count
    let rows: [(String, Markup)] = [
      (wording("批次", "Run"), .text(summary.run)),
      (
        wording("业务日", "Business day"),
        .text(
          wording("\(summary.businessDay) 00:00 至 24:00（\(summary.zone)）", "\(summary.businessDay), 00:00 to 24:00 (\(summary.zone))"))
      ),
      (
        wording("规则", "Rules"),
        .text(
          wording(
            "\(agreements) 份协议，\(summary.rules.count) 个版本，摘要见文末",
            "agreements: \(agreements), versions: \(summary.rules.count), digests at the end"))
      ),
      (
        wording("入账", "Posted"),
        .tag(
          "span", "",
          [
            .text(wording("\(counts.groups) 组、\(counts.lines) 行分录，见 ", "\(counts.groups) groups, \(counts.lines) lines, see ")),
            .link(to: "postings.csv", "postings.csv"),
          ])
      ),
      (
        wording("等待", "Waiting"),
        .text(wording("\(counts.waiting) 条记录等待订单、单位或其日期", "\(counts.waiting) records wait for an order, a unit or their day"))
      ),
    ]
    return .tag("dl", "facts", rows.map { .tag("div", "", [.tag("dt", "", $0.0), .tag("dd", "", [$0.1])]) })
  }

  // MARK: Sources

  private var sources: Markup {
    var table = PageTable([
      column("来源", "Source"), column("状态", "State"), column("行数", "Rows", isNumber: true), column("拒绝", "Rejected", isNumber: true),
      column("字节", "Bytes", isNumber: true), column("文件与 SHA-256", "File and SHA-256"), column("完整性与原因", "Completeness and reason"),
    ])
    for source in summary.sources {
      let (sign, word) = wording.name(source.state)
      var file: [Markup] = [.outside(source.file)]
      if !source.sha256.isEmpty { file += [.element("br", [], []), .tag("code", "", source.sha256)] }
      let said = [source.completeness ?? "", source.detail].filter { !$0.isEmpty }.joined(separator: "; ")
      table.add(
        [
          .outside(wording.sourceName(source.name)), .tag("span", "", "\(sign) \(word)"), .number(source.rows), .number(source.rejected),
          .number(source.bytes), .tag("span", "file", file), said.isEmpty ? .tag("span", "none", "–") : .outside(said),
        ], wording.step(source) == nil ? "" : "attention")
    }
    return section(wording("数据来源", "Sources"), [table.markup])
  }

  // MARK: Money

  private var money: Markup? {
    guard let rows = summary.money, !rows.isEmpty else { return nil }
    var content: [Markup] = []
    for currency in Set(rows.map(\.currency)).sorted() {
      let rows = rows.filter { $0.currency == currency }
      let kinds = GroupKind.allCases.map(\.name).filter { kind in rows.contains { $0.moves.contains { $0.kind == kind } } }
      var columns = [PageTable.Column(head: "\(wording("科目", "Accounts")) \(currency)"), column("期初", "Opening", isNumber: true)]
      columns += kinds.map { PageTable.Column(head: wording.moveName($0), isNumber: true) }
      var table = PageTable(columns + [column("期末", "Closing", isNumber: true)], "money")
      for row in rows {
        let moves = kinds.map { kind in row.moves.first { $0.kind == kind }.map { Markup.number($0.amount) } ?? .number("") }
        table.add([.text(wording.accountName(row.group)), .number(row.opening)] + moves + [.number(row.closing)])
      }
      let zero = Money(0, Currency(code: currency) ?? .unknown).decimal
      table.add([.text(wording("合计", "Sum"))] + columns.dropFirst().map { _ in .number(zero) } + [.number(zero)], "sum")
      content.append(table.markup)
    }
    let note = wording("借方为正，贷方为负；每行期初加各列等于期末，每列合计为零。", "Debit +, credit −; each row closes, each column sums to zero.")
    return section(wording("资金表", "Money"), content + [.tag("p", "note", note)])
  }

  // MARK: Rules

  private var rules: Markup? {
    if summary.rules.isEmpty { return nil }
    var table = PageTable([column("协议", "Agreement"), column("生效日", "Effective"), column("SHA-256", "SHA-256")])
    for rule in summary.rules { table.add([.outside(rule.agreement), .text(rule.effective), .tag("code", "", rule.digest)]) }
    return section(wording("规则版本", "Versions of the rules"), [table.markup])
  }
}
