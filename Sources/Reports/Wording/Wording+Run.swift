import SettlementCore

/// Words of the run report; codes that a manifest of another version may hold are shown as they are.
extension Wording {
  func kindName(_ code: String) -> String { DiscrepancyKind(rawValue: code).map { name($0) } ?? code }

  func stateName(_ code: String) -> String { Finding.State(rawValue: code).map { name($0) } ?? code }

  func legName(_ code: String) -> String { Finding.Leg(rawValue: code).map { name($0) } ?? code }

  func moveName(_ code: String) -> String { GroupKind.allCases.first { $0.name == code }.map { name($0) } ?? code }

  func ageName(_ code: String) -> String { AgeBucket.allCases.first { $0.code == code }.map { name($0) } ?? code }

  func accountName(_ group: String) -> String {
    switch group {
    case "custody": self("代收款", "Custody")
    case "fees": self("手续费", "Fees")
    case "subsidy": self("平台补贴", "Subsidy")
    case "suspense": self("挂账", "Suspense")
    case "held": self("待结", "Held")
    case "payable": self("应付合作方", "Payable to partners")
    case "revenue": self("平台收入", "Revenue")
    case "paid-out": self("已付款", "Paid out")
    default: group
    }
  }

  func sourceName(_ name: String) -> String {
    switch name {
    case "orders": self("订单 orders", "orders")
    case "redemptions": self("核销 redemptions", "redemptions")
    case "refunds": self("退款 refunds", "refunds")
    case "payouts": self("付款 payouts", "payouts")
    default: name
    }
  }

  /// A sign and a word, so that nobody has to tell colours apart.
  func name(_ state: RunSummary.Source.State) -> (sign: String, word: String) {
    switch state {
    case .read: ("✓", self("已读", "read"))
    case .nothing: ("✓", self("无数据", "nothing to read"))
    case .notYet: ("○", self("未到期", "not due yet"))
    case .waiting: ("!", self("对方未就绪", "not ready"))
    case .incomplete: ("!", self("不完整", "incomplete"))
    case .missing: ("✗", self("未到", "missing"))
    case .failed: ("✗", self("失败", "failed"))
    }
  }

  /// What is to be done about a source; nil: nothing.
  func step(_ source: RunSummary.Source) -> String? {
    let name = sourceName(source.name)
    return switch source.state {
    case .read, .nothing, .notYet: nil
    case .waiting: self("\(name)：对方尚未出数，稍后重跑", "\(name): not ready yet, run again later")
    case .missing: self("\(name)：文件未到，催收后重跑本日", "\(name): ask for the file, then run the day again")
    case .incomplete: self("\(name)：账单不完整，请对方重发完整文件", "\(name): the statement is incomplete, ask for the whole file")
    case .failed: self("\(name)：读取失败，按来源表中的原因处理后重跑", "\(name): could not be read, see the reason in the table of sources, then run again")
    }
  }
}
