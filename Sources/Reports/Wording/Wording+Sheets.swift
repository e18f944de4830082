import SettlementCore

/// Texts of the sheets beyond the cover.
extension Wording {
  /// `2026-03（2026-03-01 至 2026-03-31）`
  func period(_ statement: PartnerStatement) -> String {
    self("\(statement.period)（\(span(statement.days))）", "\(statement.period) (\(span(statement.days)))")
  }

  /// In which zone the days of the statement are counted, and when each begins.
  func cutOff(_ statement: PartnerStatement) -> String {
    let hour = statement.cutOff ?? "24:00"
    return self("\(statement.zone)，日切 \(hour)", "\(statement.zone), days end at \(hour)")
  }

  func reply(_ deadline: CalendarDay) -> String {
    self("请于 \(deadline) 前确认或提出差异", "Please confirm or object by \(deadline)")
  }

  /// What the partner is paid for.
  func role(_ statement: PartnerStatement) -> String {
    statement.isChannel
      ? self("渠道：按所售订单计佣金", "Channel: commission on the orders it sold") : self("权益方：按权益结算", "Partner: its entitlements")
  }

  /// The word of a booking's kind: a channel has commission.
  func name(_ kind: GroupKind, in statement: PartnerStatement) -> String {
    switch kind {
    case .order where statement.isChannel: self("订单佣金", "Commission")
    case .refund where statement.isChannel: self("佣金冲回", "Commission taken back")
    case .undo where statement.isChannel: self("冲回撤销", "Taking back undone")
    default: name(kind)
    }
  }

  /// The word of a movement in a column.
  func short(_ movement: RollForward.Movement) -> String {
    switch movement {
    case .earned: self("应结", "Earned")
    case .refunded: self("退款冲回", "Taken back")
    case .trueUps: self("阶梯调整", "True-ups")
    case .adjustments: self("差异调整", "Adjustments")
    case .paid: self("付款", "Paid")
    }
  }

  /// What a partner may answer to a discrepancy.
  var answers: [String] {
    language == .zh
      ? ["待核实", "认可我方", "认可对方", "部分认可", "需补充资料"]
      : ["To be checked", "Ours accepted", "Theirs accepted", "Partly accepted", "Evidence needed"]
  }

  var ladderNote: String {
    self(
      "截至本单批次的累计位置。“当前单价”为当前位置所在档位的单价；累计已结与按阶梯重算的总额一致，差额以“阶梯调整”入账。",
      "Positions after the run of this statement. Price now: of the tier that holds the position. What was earned equals the tariff's total; "
        + "differences were posted as true-ups.")
  }

  var openingNote: String { self("上一期的期末余额", "The closing balance of the period before") }

  /// Why an adjust was posted that nobody decided.
  var adjustedAlone: String {
    self("对账时自动入账：差异在容差内，或账单重新出具", "Posted by reconciliation: within tolerance, or a statement was issued anew")
  }

  var rulesNote: String {
    self(
      "由生效的分账协议自动生成，仅列与乙方有关的条款；金额均由这些规则计算，如与协议文本不一致，请提出差异。",
      "Generated from the agreements in force, with the terms that concern the partner only; every amount was computed by them.")
  }

  func applies(_ rule: RuleVersion) -> String {
    self(
      "\(rule.effective) 起支付的订单（至下一版本生效前），订单终身按其支付日的版本结算",
      "Orders paid from \(rule.effective) until a newer version; an order keeps the version of its day for ever")
  }

  var controlNote: String {
    self(
      "“本表合计”“应为”与“差额”均为公式，可随时重算；“✓”表示相符。",
      "Sums, targets and differences are formulas and can be calculated anew at any time; ✓ says that they agree.")
  }

  /// How a statement counts, whatever was agreed.
  func statementClauses(_ statement: PartnerStatement) -> [RuleClause] {
    var clauses = [
      RuleClause(self("期间", "Period"), "\(period(statement))\(self("，", ", "))\(cutOff(statement))"),
      RuleClause(
        self("余额", "Balance"),
        self(
          "期初 + 应结 − 退款冲回 ± 阶梯调整 ± 差异调整 − 付款 = 期末，与账本应付余额一致；本期期末即下期期初。",
          "Opening + earned − taken back ± true-ups ± adjustments − paid = closing = the ledger's payable; the next opening is this closing."
        )),
      RuleClause(
        self("关账后到达", "Late lines"),
        self(
          "业务日期所在期间已关账的，计入首个未关账期间并注明其业务日期。",
          "What comes after its period was closed counts in the first open period, marked with its own date.")),
      RuleClause(self("差异", "Discrepancies"), self("解决前", "Until resolved: ") + name(statement.partner.settle) + self("计入应付。", ".")),
      RuleClause(self("结转", "Carried forward"), carriedForwardNote),
    ]
    if let split = statement.taxSplit {
      clauses.append(
        RuleClause(
          self("税额", "Tax"),
          self(
            "金额为含税价，税率 \(split.rate)。不含税金额逐行计算：含税 ÷ (1 + 税率)，四舍五入到最小货币单位；税额为余数；合计为各行之和。付款不计税。",
            "Amounts hold a tax of \(split.rate). Without tax = amount ÷ (1 + rate), rounded half away from zero line by line; tax is the rest; "
              + "totals are sums of lines. Payments carry none.")))
    }
    return clauses
  }
}
