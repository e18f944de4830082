import Reports
import SettlementCore

/// Names that only explanations use.
extension Wording {
  func name(_ rounding: Rounding) -> String {
    switch rounding {
    case .halfUp: self("四舍五入", rounding.rawValue)
    case .halfEven: self("四舍六入五成双", rounding.rawValue)
    case .down: self("向零截位", rounding.rawValue)
    }
  }

  func name(_ measure: Tariff.Measure) -> String {
    switch measure {
    case .units: self("份数", measure.rawValue)
    case .amount: self("金额", measure.rawValue)
    }
  }

  func name(_ mode: Tariff.Mode) -> String {
    switch mode {
    case .graduated: self("分段", mode.rawValue)
    case .volume: self("全量", mode.rawValue)
    }
  }

  func name(_ period: TierPeriod) -> String {
    switch period {
    case .month: self("月", period.rawValue)
    case .quarter: self("季", period.rawValue)
    case .year: self("年", period.rawValue)
    case .lifetime: self("期", period.rawValue)
    }
  }

  func name(_ base: AgreementVersion.Base) -> String {
    switch base {
    case .paid: self("实付", base.rawValue)
    case .net: self("实付减手续费", base.rawValue)
    case .list: self("标价", base.rawValue)
    }
  }

  func name(_ policy: AgreementVersion.RefundPolicy) -> String {
    switch policy {
    case .ratio: self("按比例", policy.rawValue)
    case .unusedFirst: self("未用优先", policy.rawValue)
    }
  }
}
