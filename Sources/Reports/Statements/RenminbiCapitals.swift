/// Amounts of renminbi in the capital characters of Chinese cheques and invoices (人民币大写).
///
/// 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》: zeros between digits are one 零; 整 closes an amount without 角 and 分; where
/// that rule leaves 零 or 整 free (a zero at the end of 万 or 元, an amount that ends in 角) it is left out.
enum RenminbiCapitals {
  private static let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]

  /// `人民币壹仟肆佰零玖元伍角` for 140,950 fen; `负` stands behind `人民币`.
  static func text(fen: Int64) -> String {
    let (yuan, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
    let (jiao, cents) = rest.quotientAndRemainder(dividingBy: 10)
    var text = fen < 0 ? "人民币负" : "人民币"
    if yuan > 0 || rest == 0 { text += whole(yuan) + "元" }
    if rest == 0 { return text + "整" }
    if jiao > 0 { text += digits[Int(jiao)] + "角" }
    if cents > 0 {
      if jiao == 0 && yuan > 0 { text += "零" }
      text += digits[Int(cents)] + "分"
    }
    return text
  }

  /// A whole number: groups of four digits under 万, and of eight under 亿.
  private static func whole(_ number: UInt64) -> String {
    if number == 0 { return digits[0] }
    if number >= 100_000_000 { return join(number, at: 100_000_000, "亿") }
    if number >= 10_000 { return join(number, at: 10_000, "万") }
    var text = ""
    var hasGap = false
    for (divisor, unit) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] as [(UInt64, String)] {
      let digit = number / divisor % 10
      if digit == 0 {
        hasGap = true
        continue
      }
      if hasGap && !text.isEmpty { text += digits[0] }
      hasGap = false
      text += digits[Int(digit)] + unit
    }
    return text
  }

  /// The part above the unit, the unit, and the part below with a 零 when its first digit is missing.
  private static func join(_ number: UInt64, at size: UInt64, _ unit: String) -> String {
    let (above, below) = number.quotientAndRemainder(dividingBy: size)
    let text = whole(above) + unit
    guard below > 0 else { return text }
    return text + (below < size / 10 ? digits[0] : "") + whole(below)
  }
}
