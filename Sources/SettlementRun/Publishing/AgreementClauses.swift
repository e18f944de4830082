import Reports
import SettlementCore

/// A version of an agreement in sentences, as far as it concerns one party: what it gets, when, and what it gives back (SPEC §3, §4).
///
/// What others get is not told: a statement goes to one partner.
struct AgreementClauses {
  private let terms: Terms
  private let words: RuleWords
  private let say: Wording
  private let shares: [Terms.Line]

  /// `isChannel`: the party sold some of the orders, so the channel's shares are its own.
  init(_ terms: Terms, of party: Int32, isChannel: Bool, _ rules: RunRules, _ say: Wording) {
    self.terms = terms
    self.say = say
    words = RuleWords(terms: terms, parties: rules.parties, entitlements: rules.entitlements, say: say)
    let named = terms.lines.filter { $0.party == party }
    shares = terms.lines.filter { $0.party == party || ($0.party < 0 && (isChannel || named.isEmpty)) }
  }

  func all() -> [RuleClause] { [base] + shares.flatMap(clauses) + [order, rounding] }

  private var base: RuleClause {
    let version = terms.version
    let whole =
      switch version.base {
      case .paid: say("订单实付金额", "what the customer paid")
      case .net: say("订单实付金额减支付手续费", "what the customer paid less the payment fee")
      case .list: say("订单标价", "the list price of the order")
      }
    let tail =
      version.isApportioned
      ? say("按各方比例分配，尾差按最大余数法分给各方。", " is divided by the percentages; what is left over goes to the largest remainders.")
      : say("各分账方取得各自份额，余额归平台。", ", of which each party gets its share; the remainder is the platform's.")
    return RuleClause(say("分成基数", "Base"), say("\(whole)；\(tail)", whole.prefix(1).uppercased() + whole.dropFirst() + tail))
  }

  private func clauses(of line: Terms.Line) -> [RuleClause] {
    let name = line.entitlement < 0 ? say("分成", "Share") : say("分成 · \(words.item(line))", "Share: \(words.item(line))")
    var clauses = [
      RuleClause(name, amount(line)), RuleClause(say("结算时点", "Earned"), earned(line)), RuleClause(say("退款", "Refunds"), refund(line)),
    ]
    if line.entitlement >= 0 { clauses.append(RuleClause(say("过期", "Expiry"), expiry(line))) }
    return clauses
  }

  private func amount(_ line: Terms.Line) -> String {
    let units = line.entitlement < 0 ? "" : say("每套 \(line.units) 份；", "\(line.units) unit\(line.units == 1 ? "" : "s") per bundle; ")
    guard case .percent(_, .rest) = line.amount else { return "\(units)\(words.price(line))\(say("。", "."))" }
    let rest = say("。余额指基数减去排在前面的各份额（不低于零）。", ". The rest is the base less the shares before this one, at least zero.")
    return units + words.price(line) + rest
  }

  private func earned(_ line: Terms.Line) -> String {
    if line.entitlement < 0 {
      return line.tariff == nil
        ? say("订单支付时即结。", "When the order is paid.")
        : say(
          "订单支付时按所达档位即结；每批次末按阶梯总额调整。", "When the order is paid, at the price of the tier reached; each run trues up to the tariff's total.")
    }
    return line.tariff == nil
      ? say(
        "支付时锁定为待结；每核销一份，结算“待结金额 ÷ 待核销份数”，最后一份结清。",
        "Held from the payment on; each unit redeemed earns what is held ÷ units pending, and the last one takes the rest.")
      : say(
        "每核销一份按当时所达档位的单价结算；每批次末按阶梯总额调整。",
        "Each unit redeemed earns the price of the tier reached; each run trues up to the tariff's total.")
  }

  private func refund(_ line: Terms.Line) -> String {
    switch line.gives {
    case .all: say("待结与已结部分均按比例冲回；全额退款时全部冲回。", "What is held and what is earned give their part; a full refund takes all.")
    case .held:
      say(
        "只冲回待结部分；已核销（已结）的不冲回。取消的份数放出其待结金额。",
        "Only what is held gives its part; what is redeemed stays earned. Cancelled units set free what is held for them.")
    case .cancelled:
      say(
        "只有取消的份数放出其待结金额；仍可核销的份数金额不变，已核销（已结）的不冲回。",
        "Only cancelled units set free what is held for them; units that can still be redeemed keep theirs, and what is redeemed stays earned."
      )
    }
  }

  private func expiry(_ line: Terms.Line) -> String {
    if line.expiresAfter < 0 { return say("长期有效。", "Never.") }
    let last = say("支付业务日后第 \(line.expiresAfter) 天为最后有效日；", "The last valid day is \(line.expiresAfter) days after the day of payment; ")
    return last
      + (line.isLapsePaid
        ? say("过期未核销的待结金额结算给本方。", "what is held for lapsed units is earned by this party.")
        : say("过期未核销的待结金额归平台。", "what is held for lapsed units goes to the platform."))
  }

  private var order: RuleClause {
    let text =
      switch terms.version.refund {
      case .ratio:
        say(
          "先取消份数并以其放出的金额承担退款，其余按各方现存金额的比例、在各自约定范围内冲回，不足部分由平台承担。",
          "Cancelled units bear it first; the rest is taken in proportion to what every party still has, as far as it gives, and the platform "
            + "bears what is missing.")
      case .unusedFirst:
        say(
          "先取消份数并以其放出的金额承担退款，其次冲回未核销（待结）部分，再其次冲回可冲回的已结部分，不足部分由平台承担。",
          "Cancelled units bear it first, then what is not redeemed yet, then earned shares that give it back, and the platform bears what is "
            + "missing.")
      }
    return RuleClause(say("退款次序", "Order of refunds"), text)
  }

  private var rounding: RuleClause {
    let mode =
      switch terms.version.rounding {
      case .halfUp: say("四舍五入（绝对值）", "half away from zero")
      case .halfEven: say("四舍六入五成双", "half to even")
      case .down: say("向零截位", "towards zero")
      }
    return RuleClause(
      say("舍入", "Rounding"),
      say(
        "每笔乘积只舍入一次，方式为\(mode)，到 \(terms.currency.code) 的最小货币单位；此后只分配现存金额，不按原金额重算。",
        "Every product is rounded once, \(mode), to the minor unit of \(terms.currency.code); after that only what is still held is divided."
      ))
  }
}
