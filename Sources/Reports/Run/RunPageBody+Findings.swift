import SettlementCore

extension RunPageBody {
  // MARK: Differences

  var differences: Markup? {
    guard let all = summary.differences else { return nil }
    let title = wording("差异：类型与账龄", "Discrepancies by kind and age")
    if all.isEmpty { return section(title, [.tag("p", "", wording("没有差异。", "None."))]) }
    let ages = AgeBucket.allCases.map(\.code)
    var table = PageTable(
      [column("类型", "Kind"), column("状态", "State"), column("笔数", "Count", isNumber: true)]
        + ages.map { PageTable.Column(head: wording.ageName($0), isNumber: true) }
        + [column("差额合计", "Difference", isNumber: true), column("绝对值合计", "Without signs", isNumber: true), column("币种", "Currency")])
    for group in all {
      let counts = ages.map { age in group.ages.first { $0.days == age }.map { Markup.number($0.count) } ?? .number("") }
      let kind = Markup.tag("span", "", [.text(wording.kindName(group.kind) + " "), .tag("code", "", group.kind)])
      table.add(
        [kind, state(group.state), .number(group.count)] + counts
          + [.number(group.difference), .number(group.absolute), group.currency.isEmpty ? .number("") : .text(group.currency)])
    }
    let link = Markup.tag(
      "p", "note",
      [
        .text(wording("逐笔见 ", "Every row: ")), .link(to: "discrepancies.xlsx", "discrepancies.xlsx"), .text(" · "),
        .link(to: "discrepancies.csv", "discrepancies.csv"), .text(wording("。差额 = 对方 − 我方。", ". Difference = theirs − ours.")),
      ])
    return section(title, [table.markup, link])
  }

  private func state(_ code: String) -> Markup { .tag("span", "state \(code)", wording.stateName(code)) }

  var largest: Markup? {
    guard let largest = summary.largest, !largest.isEmpty else { return nil }
    var table = PageTable([
      column("合作方", "Partner"), column("类型", "Kind"), column("标识与订单", "Key and order"), column("我方", "Ours", isNumber: true),
      column("对方", "Theirs", isNumber: true), column("差额", "Difference", isNumber: true), column("币种", "Currency"),
      column("账龄（天）", "Age (days)", isNumber: true), column("状态", "State"), column("位置", "Where"),
    ])
    for row in largest {
      let key: [Markup] = [.outside(row.key)] + (row.orderID.isEmpty ? [] : [.element("br", [], []), .outside(row.orderID)])
      table.add([
        .outside(row.partner == "-" ? "–" : row.partner), .text(wording.kindName(row.kind)), .tag("span", "file", key), .number(row.ours),
        .number(row.theirs), .number(row.difference), row.currency.isEmpty ? .number("") : .text(row.currency), .number(row.ageDays),
        state(row.state),
        .link(
          to: "discrepancies.xlsx",
          wording("\(wording.kindName(row.kind)) 第 \(row.row) 行", "\(wording.kindName(row.kind)), row \(row.row)")),
      ])
    }
    return section(wording("差额最大的 \(largest.count) 笔", "The \(largest.count) largest"), [table.markup])
  }

  // MARK: Partners

  var partners: Markup? {
    let (partners, platform) = (summary.partners ?? [], platform)
    if partners.isEmpty && platform.isEmpty { return nil }
    var table = PageTable([
      column("合作方", "Partner"), column("对账单", "Statement"), column("币种", "Currency"), column("待结", "Held", isNumber: true),
      column("应付期初", "Payable, opening", isNumber: true), column("本批变动", "This run", isNumber: true),
      column("应付期末", "Payable, closing", isNumber: true), column("待处理", "Open", isNumber: true),
      column("在途", "In transit", isNumber: true),
      column("结算单（草稿）", "Drafts"),
    ])
    for partner in partners {
      let links = links(below: "statements/\(partner.partner)/")
      let name = Markup.tag("span", "", [.outside(partner.title), .text(" "), .tag("code", "", partner.partner)])
      for (place, account) in (partner.accounts.isEmpty ? [nil] : partner.accounts.map(Optional.some)).enumerated() {
        let isFirst = place == 0
        table.add([
          name, isFirst ? statement(of: partner) : .number(""), account.map { .text($0.currency) } ?? .number(""),
          .number(account?.held ?? ""),
          .number(account?.opening ?? ""), .number(account?.change ?? ""), .number(account?.closing ?? ""),
          isFirst ? .number(partner.open) : .number(""), isFirst ? .number(partner.inTransit) : .number(""),
          isFirst && !links.isEmpty ? .tag("span", "lines", links) : .number(""),
        ])
      }
    }
    if !platform.isEmpty {
      let name = Markup.tag("span", "", [.text(wording("平台", "Platform") + " "), .tag("code", "", Share.platform)])
      table.add([name] + (0..<8).map { _ in .number("") } + [.tag("span", "lines", platform)])
    }
    return section(wording("合作方", "Partners"), [table.markup])
  }

  /// The platform's own statement; a run of an earlier version has none.
  private var platform: [Markup] { links(below: PlatformStatement.folder) }

  /// A line for each file that the run has written into a folder.
  private func links(below folder: String) -> [Markup] {
    summary.outputs.map(\.path).filter { $0.hasPrefix(folder) }.sorted().map {
      .tag("span", "line", [.link(to: $0, String($0.dropFirst(folder.count)))])
    }
  }

  /// What came of a partner's statements, the worst first.
  private func statement(of partner: RunSummary.Partner) -> Markup {
    if !partner.isReconciled { return .tag("span", "none", wording("不对账", "sends none")) }
    let states = Set(summary.sources.filter { $0.name == partner.partner }.map(\.state))
    let order: [RunSummary.Source.State] = [.failed, .missing, .incomplete, .waiting, .read, .nothing, .notYet]
    guard let state = order.first(where: states.contains) else { return .tag("span", "none", "–") }
    let (sign, word) = wording.name(state)
    return .text("\(sign) \(word)")
  }

  // MARK: What to do

  var steps: Markup {
    var steps: [Markup] = summary.sources.compactMap { wording.step($0) }.map { .tag("li", "", [.outside($0)]) }
    let rejected = summary.sources.reduce(0) { $0 + $1.rejected }
    if rejected > 0 {
      steps.append(
        .tag(
          "li", "",
          [
            .text(wording("有行未能读取，逐行原因见 ", "Some rows could not be read, the reason of each is in ")),
            .link(to: "rejects.csv", "rejects.csv"),
            .text(wording("，请来源方更正后重跑。", "; have them corrected and run again.")),
          ]))
    }
    for task in summary.tasks ?? [] {
      let words = Circumstance(task).map(wording.nextStep) ?? wording("见差异清单", "see the list")
      steps.append(
        .tag("li", "", [.text("\(wording.kindName(task.kind)) "), .number(task.count), .text(wording(" 笔：\(words)。", ": \(words)."))]))
    }
    if count(.open) > 0 {
      steps.append(
        .tag(
          "li", "",
          [
            .text(wording("在 ", "Fill in decision, reason and name in ")), .link(to: "discrepancies.xlsx", "discrepancies.xlsx"),
            .text(
              wording(
                " 填写处理决定、原因和处理人，再执行 qingfen discrepancies resolve --from 该文件；下一批次入账。",
                ", then: qingfen discrepancies resolve --from that file; the next run posts it.")),
          ]))
    }
    if steps.isEmpty { steps.append(.tag("li", "", wording("今天没有要处理的事。", "Nothing to do today."))) }
    return section(wording("下一步", "What to do next"), [.tag("ol", "", steps)])
  }
}
