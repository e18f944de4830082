import SettlementCore

/// Texts of the platform's own statement.
extension Wording {
  /// Names of its sheets.
  enum PlatformSheet {
    case cover, parties, days, money, controls
  }

  func platform(_ sheet: PlatformSheet) -> String {
    switch sheet {
    case .cover: self("平台结算单", "Platform statement")
    case .parties: self("各方应付", "Parties")
    case .days: self("收入日报", "By day")
    case .money: self("资金", "Money")
    case .controls: self("校验", "Controls")
    }
  }

  func title(_ statement: PlatformStatement) -> String {
    self("平台 \(statement.period) 结算单（草稿）", "Platform \(statement.period) settlement statement (draft)")
  }

  func name(_ account: PlatformAccount) -> String {
    switch account {
    case .custody: accountName("custody")
    case .fees: accountName("fees")
    case .paidOut: accountName("paid-out")
    case .subsidy: accountName("subsidy")
    case .suspense: accountName("suspense")
    case .payable: accountName("payable")
    case .heldForParties: self("待结：各方", "Held for parties")
    case .revenue: accountName("revenue")
    case .heldForPlatform: self("待结：平台", "Held for the platform")
    }
  }

  /// What an account is, for somebody who does not know the ledger.
  func meaning(_ account: PlatformAccount) -> String {
    switch account {
    case .custody: self("已分账订单的实收，减去退款；未能分账的订单不在其中", "Paid for orders that were split, less refunds; parked orders are not in it")
    case .fees: self("支付渠道的手续费，仅限按净额分账的协议", "What payment channels kept, of agreements that split the net amount")
    case .paidOut: self("已付给合作方和渠道的款项", "What was paid out to partners and channels")
    case .subsidy: self("按标价分账而实收较低的差额，应由平台补入", "List price less what was paid, where the list price is split: to be added")
    case .suspense: self("超过可退金额的退款，待查明或追回", "Refunded beyond what could be refunded: to be cleared up or recovered")
    case .payable: self("已结、应付而未付", "Earned and not paid yet")
    case .heldForParties: self("为未核销的单位锁定，核销后才应付", "Locked for units that are not redeemed yet; owed once they are")
    case .revenue: self("已结，属于平台", "Earned by the platform")
    case .heldForPlatform: self("订单仍有待核销单位，平台部分尚未确认收入", "The platform's part of orders that have a pending unit: no revenue yet")
    }
  }

  var platformNote: String {
    self(
      "本件为草稿，仅供内部核对，不签发；当月后续批次可能改变金额。",
      "A draft for internal checking, never issued: later runs of the month may change it.")
  }

  /// How amounts are signed, and which month a movement belongs to.
  var platformNotes: [String] {
    [
      self(
        "符号：代收款、手续费、已付款、平台补贴、挂账借方为正，说明钱在哪里；应付、待结、收入贷方为正，说明钱是谁的。两部分每列相等，即借贷平衡。",
        "Signs: custody, fees, paid out, subsidy and suspense are debit + and say where the money is; payable, held and revenue are "
          + "credit + and say whose it is. Both parts are equal in every column: debit = credit."),
      self(
        "归期：按入账批次的营业日归月，与账本一致；合作方结算单按业务日期归期，补记的以前期间业务因此可能落在不同月份。",
        "Month: a movement belongs to the month of the business day of the run that posted it, which ties to the ledger. Partners' "
          + "statements count by business date, so that late lines may stand in another month there."),
    ]
  }

  /// From the first to the last run, and how many they are.
  func runs(_ statement: PlatformStatement) -> String {
    statement.runCount == 1
      ? statement.run
      : self(
        "\(statement.firstRun) 至 \(statement.run)，共 \(statement.runCount) 批",
        "\(statement.firstRun) to \(statement.run), \(statement.runCount) runs")
  }

  /// In place of a sum that does not fit 64 bits.
  var tooLarge: String { self("超出范围", "too large") }

  /// `–` for discrepancies that belong to no party.
  func party(_ id: String) -> String { id == PlatformPartiesSheet.nobody ? self("–（不属于任何一方）", "– (of no party)") : id }
}
