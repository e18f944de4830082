import SettlementCore

/// Reads one dated version of an agreement and checks its shares together (SPEC §3).
struct VersionReader {
  let reader: MappingReader
  let effective: CalendarDay?
  private let base: AgreementVersion.Base
  private let rounding: Rounding
  private let allowsLoss: Bool
  private let refund: AgreementVersion.RefundPolicy
  private let lines: [ShareLine]
  /// False when a line could not be read at all.
  private let isWhole: Bool

  init?(_ value: RuleValue, currency: Currency?, _ problems: FileProblems) {
    let keys = ["effective", "base", "rounding", "allow-loss", "refund", "shares"]
    guard let reader = MappingReader(value, "a version", keys: keys, required: ["effective", "shares"], problems) else { return nil }
    self.reader = reader
    effective = reader.day("effective")
    base = reader.choice("base", AgreementVersion.Base.self) ?? .paid
    rounding = reader.choice("rounding", Rounding.self) ?? .halfUp
    allowsLoss = reader.flag("allow-loss") ?? false
    refund = reader.choice("refund", AgreementVersion.RefundPolicy.self) ?? .ratio
    let values = reader.list("shares", of: "shares") ?? []
    lines = values.enumerated().compactMap { ShareReader($1, place: $0, currency: currency, problems)?.read() }
    isWhole = !lines.isEmpty && lines.count == values.count
    checkEntitlements()
    checkRemainder()
    checkPercentages()
  }

  var parties: [(party: String, position: Position)] {
    lines.compactMap { line in
      guard case .party(let party) = line.to, party != Share.platform else { return nil }
      return (party, line.reader.position(of: "to"))
    }
  }

  /// The version, or nil when a problem was found in it.
  func version(bundle: String, currency: Currency) -> AgreementVersion? {
    let shares = lines.compactMap(\.share)
    guard let effective, isWhole, lines.allSatisfy({ $0.share != nil || $0.isRemainder }) else { return nil }
    let remainder = lines.firstIndex(where: \.isRemainder)
    func made(_ digest: String) -> AgreementVersion {
      AgreementVersion(
        effective: effective, base: base, rounding: rounding, allowsLoss: allowsLoss, refund: refund, shares: shares,
        isApportioned: remainder == nil, digest: digest)
    }
    return made(CanonicalVersion(bundle: bundle, currency: currency, version: made(""), remainderPlace: remainder).digest)
  }

  // MARK: Checks over several shares

  private func checkEntitlements() {
    var lineOf: [String: Int] = [:]
    for line in lines {
      guard let entitlement = line.entitlement else { continue }
      if let first = lineOf[entitlement] {
        reader.problems.add(
          at: line.reader.position(of: "entitlement"), expected: "an entitlement in one share of a version",
          found: "\(quoted(entitlement)) again (first on line \(first))", advice: "give it to one party")
      } else {
        lineOf[entitlement] = line.reader.position(of: "entitlement").line
      }
    }
  }

  private func checkRemainder() {
    for line in lines.filter(\.isRemainder).dropFirst() {
      reader.problems.add(
        at: line.reader.position, expected: "one remainder in a version", found: "another one", advice: "remove it")
    }
  }

  private func checkPercentages() {
    guard isWhole, lines.allSatisfy({ $0.form != nil }) else { return }
    guard lines.contains(where: \.isRemainder) else { return checkSumIsWhole() }
    var rates: [Rate] = []
    for line in lines where !line.reader.has("max") {
      guard let rate = line.percentOfBase else { continue }
      rates.append(rate)
      guard let sum = Rate.sum(rates) else { return refuseSum(at: line.reader.position(of: "percent")) }
      if sum.numerator > sum.denominator {
        reader.problems.add(
          at: line.reader.position(of: "percent"), expected: "percentages of the base of at most 100 in sum",
          found: "\(Self.percent(sum)) up to here", advice: "lower them, or take one of the rest with of: rest")
        return
      }
    }
  }

  /// Without a remainder line: plain percentages of the base that sum to exactly 100.
  private func checkSumIsWhole() {
    let position = reader.position(of: "shares")
    guard lines.allSatisfy(\.isPlainPercent) else {
      reader.problems.add(
        at: position, expected: "a remainder, or only plain percentages of the base that sum to 100", found: "neither",
        advice: "add - {to: platform, remainder: true}")
      return
    }
    let rates = lines.compactMap(\.percentOfBase)
    guard rates.count == lines.count else { return }  // a rate was wrong, and has been told
    guard let sum = Rate.sum(rates) else { return refuseSum(at: position) }
    if sum.numerator != sum.denominator {
      reader.problems.add(
        at: position, expected: "percentages that sum to exactly 100, as there is no remainder", found: Self.percent(sum),
        advice: "mend them, or add - {to: platform, remainder: true}")
    }
  }

  private func refuseSum(at position: Position) {
    reader.problems.add(
      at: position, expected: "fractions whose sum is exact in 128 bits", found: "finer ones", advice: "use a common denominator")
  }

  private static func percent(_ sum: (numerator: Int128, denominator: Int128)) -> String {
    let (whole, rest) = (sum.numerator * 100).quotientAndRemainder(dividingBy: sum.denominator)
    guard rest != 0 else { return "\(whole)" }
    let decimals = rest * 1_000_000_000 / sum.denominator
    var digits = String(decimals)
    digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return digits.isEmpty ? "\(whole) and a fraction" : "\(whole).\(digits)"
  }
}
