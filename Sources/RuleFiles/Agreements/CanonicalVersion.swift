import Crypto
import Foundation
import SettlementCore

/// The canonical JSON of one version of an agreement, whose SHA-256 makes the version immutable (SPEC §3).
///
/// It holds the meaning, not the spelling: the bundle, the currency and every setting with its default filled in, under the file's
/// own key names. Amounts and bounds are integers of minor units, days and units integers, rates reduced fractions (`"1/8"`), dates
/// text; a bound or an expiry that is absent is left out. `shares` keeps the file's order, the remainder line included. The title,
/// comments, spelling and other versions do not count.
struct CanonicalVersion {
  let bundle: String
  let currency: Currency
  let version: AgreementVersion
  /// The place of the remainder line in the file's list; nil: implicit.
  let remainderPlace: Int?

  /// SHA-256 of the JSON's UTF-8, 64 hex digits.
  var digest: String {
    SHA256.hash(data: Data(json.utf8)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }

  var json: String {
    var shares = version.shares.map(Self.share)
    if let remainderPlace { shares.insert(.object(["to": .text(Share.platform), "remainder": .flag(true)]), at: remainderPlace) }
    let members: [String: CanonicalJSON] = [
      "bundle": .text(bundle),
      "currency": .text(currency.code),
      "effective": .text(version.effective.description),
      "base": .text(version.base.rawValue),
      "rounding": .text(version.rounding.rawValue),
      "allow-loss": .flag(version.allowsLoss),
      "refund": .text(version.refund.rawValue),
      "shares": .list(shares),
    ]
    return CanonicalJSON.object(members).description
  }

  private static func share(_ share: Share) -> CanonicalJSON {
    var members: [String: CanonicalJSON] = ["gives": .text(share.gives.rawValue)]
    switch share.to {
    case .party(let party): members["to"] = .text(party)
    case .channel: members["to"] = .text("@channel")
    }
    if let entitlement = share.entitlement {
      members["entitlement"] = .text(entitlement)
      members["units"] = .number(share.units)
    }
    if let days = share.expiresAfter {
      members["expires-after"] = .number(Int64(days))
      members["on-expiry"] = .text(share.onExpiry.rawValue)
    }
    if let minimum = share.minimum { members["min"] = .number(minimum) }
    if let maximum = share.maximum { members["max"] = .number(maximum) }
    switch share.amount {
    case .fixed(let amount): members["fixed"] = .number(amount)
    case .percent(let rate, let whole):
      members["percent"] = .text(fraction(rate))
      members["of"] = .text(whole.rawValue)
    case .tiered(let tariff): members["tiered"] = Self.tariff(tariff)
    }
    return .object(members)
  }

  private static func tariff(_ tariff: Tariff) -> CanonicalJSON {
    let tiers = tariff.tiers.map { tier -> CanonicalJSON in
      var members: [String: CanonicalJSON] = ["flat": .number(tier.flat)]
      if let bound = tier.upTo { members["up-to"] = .number(bound) }
      switch tier.price {
      case .fixed(let amount): members["fixed"] = .number(amount)
      case .percent(let rate): members["percent"] = .text(fraction(rate))
      }
      return .object(members)
    }
    return .object([
      "by": .text(tariff.measure.rawValue), "mode": .text(tariff.mode.rawValue), "per": .text(tariff.per.rawValue), "tiers": .list(tiers),
    ])
  }

  private static func fraction(_ rate: Rate) -> String { "\(rate.numerator)/\(rate.denominator)" }
}
