import SettlementCore
import Testing

@testable import RuleFiles

/// The sample shop's rules teach every form of SPEC §3; here is the list, so that none gets lost.
@Suite struct SampleRulesTests {
  let book: RuleBook

  init() throws { book = try RuleFolder.read(path: sampleRules) }

  private var versions: [AgreementVersion] { book.agreements.flatMap(\.versions) }
  private var shares: [Share] { versions.flatMap(\.shares) }
  private var tariffs: [(share: Share, tariff: Tariff)] {
    shares.compactMap { share in if case .tiered(let tariff) = share.amount { (share, tariff) } else { nil } }
  }

  @Test func areSortedAndWhole() {
    #expect(book.agreements.count == 9)
    #expect(
      book.agreements.map(\.bundle) == [
        "AUDIOBOOK-YEAR", "COFFEE-CARD", "DINING-VOUCHER", "FAMILY-BUNDLE", "MUSIC-MONTH", "RIDE-PACK", "TAKEOUT-PACK", "VIDEO-MONTH",
        "VIP-YEAR-JOINT",
      ])
    #expect(
      book.partners.map(\.partner) == [
        "didi", "douyin", "eleme", "iqiyi", "luckin", "meituan", "qq-music", "tencent-video", "tmall", "wechat-mini", "ximalaya",
      ])
    #expect(Set(versions.map(\.digest)).count == versions.count)
    #expect(versions.allSatisfy { $0.digest.utf8.count == 64 })
  }

  @Test func useEveryWordOfAVersion() {
    #expect(Set(versions.map(\.base)).count == 3)
    #expect(Set(versions.map(\.rounding)).count == Rounding.allCases.count)
    #expect(Set(versions.map(\.refund)).count == 2)
    #expect(Set(versions.map(\.allowsLoss)).count == 2)
    #expect(Set(versions.map(\.isApportioned)).count == 2)
    #expect(book.agreements.contains { $0.versions.count == 2 && $0.versions[1].effective.description == "2026-03-05" })
  }

  @Test func useEveryWordOfAShare() {
    #expect(Set(shares.map(\.gives)).count == 3)
    #expect(shares.contains { $0.to == .channel })
    #expect(shares.contains { $0.units == 12 })
    #expect(shares.contains { $0.minimum != nil && $0.maximum != nil })
    #expect(shares.contains { $0.entitlement == nil && { if case .fixed = $0 { true } else { false } }($0.amount) })
    #expect(Set(shares.filter { $0.expiresAfter != nil }.map(\.onExpiry)).count == 2)
    #expect(shares.contains { if case .percent(_, of: .rest) = $0.amount { $0.maximum != nil } else { false } })
    #expect(shares.contains { if case .percent(let rate, _) = $0.amount { rate.denominator % 3 == 0 } else { false } })
  }

  @Test func useEveryWordOfATariff() {
    #expect(Set(tariffs.map { "\($0.tariff.measure) \($0.tariff.mode)" }).count == 4)
    #expect(Set(tariffs.map(\.tariff.per)).count == TierPeriod.allCases.count)
    #expect(tariffs.contains { $0.share.entitlement == nil })
    #expect(tariffs.contains { $0.tariff.tiers.contains { $0.flat > 0 } })
    #expect(tariffs.contains { if case .fixed = $0.tariff.tiers[0].price { $0.tariff.mode == .volume } else { false } })
  }

  @Test func useEveryWordOfAPartner() {
    #expect(Set(book.partners.map(\.period)).count == StatementPeriod.allCases.count)
    #expect(Set(book.partners.map(\.settle)).count == PartnerSettings.Settle.allCases.count)
    let statements = book.partners.compactMap(\.statement)
    #expect(Set(statements.map(\.matches)).count == 2)
    #expect(statements.contains { $0.on == [.orderID, .item] })
    #expect(statements.contains { $0.tolerance.side == .under && $0.tolerance.percent == Rate(text: "0.1") })
    #expect(statements.allSatisfy { $0.isDated })
    #expect(book.partners.contains { $0.statement == nil })
  }

  /// A partner that is matched by order and item delivers one unit of an item per bundle, else its lines could not be told apart.
  @Test func matchByOrderAndItemOnlyWhereAnOrderHasOneUnit() {
    for partner in book.partners where partner.statement?.on == [.orderID, .item] {
      let delivered = shares.filter { $0.to == .party(partner.partner) }
      #expect(!delivered.isEmpty && delivered.allSatisfy { $0.units == 1 })
    }
  }

  /// SPEC §3's example to the letter, the music share included.
  @Test func holdTheExampleOfTheContract() throws {
    let agreement = try #require(book.agreements.last)
    #expect(agreement.title == "影视联合年卡" && agreement.currency.code == "CNY")
    let version = agreement.versions[0]
    #expect(version.effective.description == "2026-01-01" && !version.isApportioned && !version.allowsLoss)
    #expect(version.shares.map(\.to) == [.party("tencent-video"), .party("eleme"), .party("qq-music"), .channel])
    #expect(version.shares.map(\.entitlement) == ["video-year", "takeout-coupon", "music-month", nil])
    #expect(version.shares.map(\.gives) == [.cancelled, .held, .cancelled, .all])
    #expect(version.shares[1].expiresAfter == 365 && version.shares[1].onExpiry == .remainder)
    #expect(version.shares[3].maximum == 2000)
    guard case .fixed(8800) = version.shares[0].amount, case .percent(let rate, of: .rest) = version.shares[3].amount,
      case .tiered(let tariff) = version.shares[2].amount
    else {
      Issue.record("the shares have other forms")
      return
    }
    #expect(rate == Rate(1, over: 20))
    #expect(tariff.tiers.map(\.upTo) == [10000, 50000, nil])
  }
}
