import Reports
import SettlementCore

/// What one step did, in sentences with their arithmetic. Every formula is held against the states before and after.
struct StepWords {
  let step: OrderStory.Step
  let story: OrderStory
  let words: RuleWords
  let sums: Arithmetic

  init(_ step: OrderStory.Step, _ story: OrderStory, _ say: Wording) {
    self.step = step
    self.story = story
    let terms = step.after.terms!
    let rules = story.intake.rules
    words = RuleWords(terms: terms, parties: rules.parties, entitlements: rules.entitlements, say: say)
    sums = Arithmetic(terms, say)
  }

  var say: Wording { words.say }
  var terms: Terms { words.terms }
  var before: OrderLife { step.before }
  var after: OrderLife { step.after }

  func money(_ amount: Int64) -> String { sums.money(amount) }

  /// `takeout-coupon → eleme`.
  func name(_ share: Int) -> String { words.name(terms.lines[share], party: after.shares[share].party) }

  /// The sentences of the step.
  ///
  /// Throws `BrokenLaw` when a formula does not give what the state machine did.
  func sentences() throws -> [String] {
    switch step.kind {
    case .order: try post()
    case .earn: try redeem()
    case .unearn: try reverse()
    case .refund: try refund()
    case .undo: try undo()
    default: try lapse()
    }
  }

  /// The move of the platform's remainder between held and revenue.
  func remainder() -> [String] {
    if step.kind == .order || before.isPending == after.isPending { return [] }
    return after.isPending
      ? [say("又有待核销份数：平台剩余 \(money(after.remainder)) 转为待结", "a unit is pending again: the platform's remainder \(money(after.remainder)) is held")]
      : [say("已无待核销份数：平台剩余 \(money(after.remainder)) 转为已结", "no unit is pending any more: the platform's remainder \(money(after.remainder)) is earned")]
  }

  func units(_ count: Int64) -> String { words.units(count) }
}
