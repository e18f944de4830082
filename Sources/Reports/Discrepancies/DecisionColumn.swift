import SettlementCore

/// The columns of a list of discrepancies that a filled-in decision is read from.
enum DecisionColumn: String, CaseIterable {
  case partner, kind, key, ours, theirs, decision, reason, by
}

extension Wording {
  /// The head of a column in a workbook.
  func callAsFunction(_ column: DecisionColumn) -> String {
    switch column {
    case .partner: self("合作方", "Partner")
    case .kind: self("差异类型", "Kind")
    case .key: self("标识", "Key")
    case .ours: self("我方金额", "Ours")
    case .theirs: self("对方金额", "Theirs")
    case .decision: self("处理决定", "Decision")
    case .reason: self("处理原因", "Reason")
    case .by: self("处理人", "Decided by")
    }
  }

  public func name(_ decision: Decision) -> String {
    switch decision {
    case .acceptOurs: self("认可我方", "Accept ours")
    case .acceptTheirs: self("认可对方", "Accept theirs")
    case .waive: self("免于处理", "Waive")
    }
  }

  private static let both = [Wording(.zh), Wording(.en)]

  /// The column that a head stands for, in either language or as `discrepancies.csv` calls it.
  static func column(_ head: String) -> DecisionColumn? {
    DecisionColumn(rawValue: head) ?? DecisionColumn.allCases.first { column in both.contains { $0(column) == head } }
  }

  /// The kind that a word or a code stands for.
  static func kind(_ text: String) -> DiscrepancyKind? {
    DiscrepancyKind(rawValue: text) ?? DiscrepancyKind.allCases.first { kind in both.contains { $0.name(kind) == text } }
  }

  /// The decision that a word or a code stands for.
  static func decision(_ text: String) -> Decision? {
    Decision(rawValue: text) ?? Decision.allCases.first { decision in both.contains { $0.name(decision) == text } }
  }
}
