import SettlementCore
import Testing

@testable import RuleFiles

/// SPEC §3: a version that has split an order is immutable, and its digest is how we know.
@Suite struct DigestTests {
  /// The hash is that of `printf '%s' '<json>' | sha256sum`.
  @Test func isTheHashOfTheCanonicalForm() throws {
    let text = """
      bundle: 'VIP "年"'
      title: does not count
      currency: CNY
      versions:
        - effective: 2026-01-01
          shares:
            - {to: eleme, entitlement: coupon, units: 12, percent: "12.50", min: "1", expires-after: 365d}
            - {to: platform, remainder: true}
            - {to: "@channel", percent: "5", of: rest, max: "20.00"}
            - to: luckin
              entitlement: cup
              tiered: {by: units, mode: volume, per: year, tiers: [{up-to: 5, fixed: "7"}, {fixed: "6.50", flat: "1.00"}]}
      """
    let json = #"""
      {"allow-loss":false,"base":"paid","bundle":"VIP \"年\"","currency":"CNY","effective":"2026-01-01","refund":"ratio","rounding":"half-up",\#
      "shares":[{"entitlement":"coupon","expires-after":365,"gives":"held","min":100,"of":"base","on-expiry":"remainder","percent":"1/8",\#
      "to":"eleme","units":12},{"remainder":true,"to":"platform"},{"gives":"all","max":2000,"of":"rest","percent":"1/20","to":"@channel"},\#
      {"entitlement":"cup","gives":"cancelled","tiered":{"by":"units","mode":"volume","per":"year",\#
      "tiers":[{"fixed":700,"flat":0,"up-to":5},{"fixed":650,"flat":100}]},"to":"luckin","units":1}]}
      """#
    let read = try agreement(text)
    let canonical = CanonicalVersion(bundle: read.bundle, currency: read.currency, version: read.versions[0], remainderPlace: 1)
    #expect(canonical.json == json)
    #expect(read.versions[0].digest == "d84c2dfef092f316493d3997a7d0982374dfc9f7f7c1c9b4c271c2653e8be22d")
    #expect(read.versions[0].shares.map(\.place) == [0, 2, 3], "the remainder line counts")
  }

  @Test(arguments: UInt64(0)..<40) func anotherSpellingKeepsIt(seed: UInt64) throws {
    var respelling = Respelling(random: SplitMix64(seed: seed))
    for (name, text) in try sampleAgreements() {
      let spelled = respelling.text(of: document(text))
      let digests = try agreement(spelled).versions.map(\.digest)
      #expect(digests == (try agreement(text).versions.map(\.digest)), "\(name), seed \(seed)\n\(spelled)")
    }
  }

  @Test(arguments: [
    (#"percent: "12""#, #"percent: "12.000000000""#), (#"percent: "12""#, #"percent: "3/25""#), (#"max: "20.00""#, #"max: "20""#),
    ("units: 12", #"units: "12""#), ("rounding: half-up", "rounding: 'half-up'"), ("units: 12", "units: 012"),
    ("title: 影视联合年卡", "title: 别的"), (#"max: "20.00""#, #"max: "20.00", gives: all"#),
    (#"fixed: "88.00""#, #"fixed: "88.00", gives: cancelled, units: 1"#), (", on-expiry: remainder", ""), ("base: paid", "# base: paid"),
  ])
  func anotherSpellingOfAValueKeepsIt(old: String, new: String) throws {
    let text = try sampleAgreements().first { $0.name == "vip-year-joint.yaml" }!.text
    #expect(text.contains(old))
    let respelled = text.replacing(old, with: new)
    #expect(try agreement(respelled).versions.map(\.digest) == agreement(text).versions.map(\.digest))
  }

  @Test func otherVersionsDoNotCount() throws {
    let text = try sampleAgreements().first { $0.name == "vip-year-joint.yaml" }!.text
    let alone = document(text).removing([3, 1])
    var respelling = Respelling(random: SplitMix64(seed: 1))
    #expect(try agreement(respelling.text(of: alone)).versions.map(\.digest) == [agreement(text).versions[0].digest])
  }

  /// Every text of every sample but the titles, replaced by others of its kind: what is still in order has another digest, and the other
  /// versions of its file keep theirs.
  @Test func everyEditOfMeaningChangesIt() throws {
    var edits = 0
    for (name, text) in try sampleAgreements() {
      let whole = document(text)
      let digests = Set(try agreement(text).versions.map(\.digest))
      var respelling = Respelling(random: SplitMix64(seed: 7))
      for leaf in whole.leaves() where leaf.key != "title" {
        for other in Self.others(leaf.key, leaf.text) where other != leaf.text {
          let spelled = respelling.text(of: whole.replacing(leaf.path[...], by: other))
          guard let edited = try? agreement(spelled) else { continue }
          edits += 1
          let kept = Set(edited.versions.map(\.digest)).intersection(digests).count
          let expected = leaf.path[0] == 3 ? digests.count - 1 : 0  // an edit of the bundle or the currency is one of every version
          #expect(kept == expected, "\(name): \(leaf.key): \(leaf.text) → \(other)")
        }
      }
    }
    #expect(edits > 300, "edits that leave an agreement in order: \(edits)")
  }

  @Test func anotherOrderOfSharesChangesIt() throws {
    let first = try agreement(Self.twoShares(#"{to: a, fixed: "1.00"}"#, #"{to: b, fixed: "1.00"}"#)).versions[0].digest
    let second = try agreement(Self.twoShares(#"{to: b, fixed: "1.00"}"#, #"{to: a, fixed: "1.00"}"#)).versions[0].digest
    #expect(first != second)
  }

  @Test func theRemaindersPlaceChangesIt() throws {
    let first = try agreement(Self.twoShares(#"{to: a, fixed: "1.00"}"#, "{to: platform, remainder: true}", end: false)).versions[0].digest
    let second = try agreement(Self.twoShares("{to: platform, remainder: true}", #"{to: a, fixed: "1.00"}"#, end: false)).versions[0].digest
    #expect(first != second)
  }

  private static func twoShares(_ first: String, _ second: String, end: Bool = true) -> String {
    let remainder = end ? ", {to: platform, remainder: true}" : ""
    return "bundle: A\ncurrency: CNY\nversions: [{effective: 2026-01-01, shares: [\(first), \(second)\(remainder)]}]"
  }

  /// Other values a key may have, some of them out of order for the agreement at hand.
  private static func others(_ key: String, _ text: String) -> [String] {
    switch key {
    case "bundle", "entitlement", "to": [text + "x", "@channel"].filter { key == "to" || $0 != "@channel" }
    case "currency": ["USD", "JPY", "HKD"]
    case "effective": ["2026-01-02", "2025-12-31"]
    case "base": ["paid", "net", "list"]
    case "rounding": Rounding.allCases.map(\.rawValue)
    case "allow-loss": ["true", "false"]
    case "refund": ["ratio", "unused-first"]
    case "by": ["units", "amount"]
    case "mode": ["graduated", "volume"]
    case "per": TierPeriod.allCases.map(\.rawValue)
    case "gives": Share.Gives.allCases.map(\.rawValue)
    case "on-expiry": ["remainder", "payee"]
    case "of": ["base", "rest"]
    case "expires-after": ["29d", "366d", "0d"]
    case "units": ["1", "2", "13"]
    case "up-to": ["1", "7", "20011", "300000"]
    case "percent": ["0", "0.000000001", "3.3", "100", "1/7"]
    default: ["0.01", "0.02", "14.99", "36.01", "2000.01"]
    }
  }
}
