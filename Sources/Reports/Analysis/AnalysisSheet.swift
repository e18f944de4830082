/// The sheets of the analysis, in their order.
enum AnalysisSheet {
  case overview, bundles, channels, entitlements, partners, ladders, months, repurchase, risks, explanations

  func name(_ wording: Wording) -> String {
    switch self {
    case .overview: wording("概览", "Overview")
    case .bundles: wording("权益包", "Bundles")
    case .channels: wording("渠道", "Channels")
    case .entitlements: wording("权益", "Entitlements")
    case .partners: wording("合作方", "Partners")
    case .ladders: wording("阶梯预测", "Ladders")
    case .months: wording("销售月份", "Months of sale")
    case .repurchase: wording("复购", "Repurchase")
    case .risks: wording("风险", "Risks")
    case .explanations: wording("说明", "Explanations")
    }
  }
}
