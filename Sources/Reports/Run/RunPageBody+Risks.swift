extension RunPageBody {
  /// What is to be looked at although it is no discrepancy: how much, the limit, and why it matters.
  var risks: Markup? {
    guard let risks = summary.risks else { return nil }
    let title = wording("风险提示", "Risks")
    if risks.isEmpty { return section(title, [.tag("p", "", wording("未超过配置的任何阈值。", "No limit of the configuration is exceeded."))]) }
    var table = PageTable([
      column("类型", "Kind"), column("对象", "About"), column("笔数", "Count", isNumber: true), column("总数", "Of", isNumber: true),
      column("阈值", "Limit"),
      column("原因与建议", "Why, and what to do"),
    ])
    for risk in risks {
      table.add([
        .text(wording.name(risk.kind)), .outside(risk.about), .number(risk.count), risk.total.map { .number($0) } ?? .number(""),
        .text(wording.limit(risk)), .outside(wording.reason(risk)),
      ])
    }
    return section(title, [table.markup])
  }
}
