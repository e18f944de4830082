extension Night {
  private var date: [UInt8] { Array(Self.date.utf8) }

  /// `O` and thirteen digits, ascending with time.
  private func appendOrderID(_ order: Int, to file: inout CSVBytes) {
    file.text(CollectionOfOne(UInt8(ascii: "O")))
    file.number(2_603_010_000_000 + order, width: 13)
  }

  func orderFile() -> [UInt8] {
    var file = CSVBytes(header: "order_id,bundle,channel,quantity,currency,paid,fee,paid_at", capacity: options.orders * 80)
    let date = date
    let names = catalogue.bundles.map { Array($0.name.utf8) }
    for order in 0..<options.orders {
      appendOrderID(order, to: &file)
      file.comma()
      file.text(names[Int(bundle[order])])
      file.comma()
      if order % 3 == 0 { file.text(Catalogue.channel.utf8) }
      file.text(",1,CNY,".utf8)
      file.amount(Int(paid[order]))
      file.comma()
      file.amount(Int(paid[order]) * 6 / 1_000)
      file.comma()
      file.time(Int(paidAt[order]), on: date)
      file.endLine()
    }
    return file.bytes
  }

  func redemptionFile() -> [UInt8] {
    var file = CSVBytes(header: "redemption_id,order_id,entitlement,status,redeemed_at,reversed_at", capacity: redemptions.count * 85)
    let date = date
    let names = catalogue.bundles.map { $0.entitlements.map { Array($0.utf8) } }
    for redemption in redemptions {
      file.hexadecimal(redemption.id)
      file.comma()
      appendOrderID(Int(redemption.order), to: &file)
      file.comma()
      file.text(names[Int(bundle[Int(redemption.order)])][Int(redemption.share)])
      file.text(",redeemed,".utf8)
      file.time(Int(redemption.second), on: date)
      file.comma()
      file.endLine()
    }
    return file.bytes
  }

  func refundFile() -> [UInt8] {
    var file = CSVBytes(header: "refund_id,order_id,amount,entitlement,units,status,refunded_at", capacity: refunds.count * 80)
    let date = date
    for (number, refund) in refunds.enumerated() {
      file.text("RF".utf8)
      file.number(2_603_010_000_000 + number, width: 13)
      file.comma()
      appendOrderID(Int(refund.order), to: &file)
      file.comma()
      file.amount(Int(refund.amount))
      file.text(",,,succeeded,".utf8)
      file.time(Int(refund.second), on: date)
      file.endLine()
    }
    return file.bytes
  }

  /// One file per partner: every redemption at the price it earned, but for the disturbed ones.
  func statementFiles() -> [[UInt8]] {
    let capacity = redemptions.count / catalogue.partners.count * 110
    var files = catalogue.partners.map { _ in CSVBytes(header: "reference,order_id,item,type,amount,currency,time", capacity: capacity) }
    var prices = Prices(self)
    let date = date
    let names = catalogue.bundles.map { $0.entitlements.map { Array($0.utf8) } }
    for (place, redemption) in redemptions.enumerated() {
      let bundle = Int(bundle[Int(redemption.order)])
      let partner = catalogue.bundles[bundle].partners[Int(redemption.share)]
      let isDisturbed = place % Self.linesPerDisturbance == Self.linesPerDisturbance / 2
      let isUnknown = isDisturbed && place / Self.linesPerDisturbance % 2 == 1
      let price = prices.price(redemption, bundle) + (isDisturbed && !isUnknown ? 1 : 0)
      files[partner].hexadecimal(isUnknown ? SplitMix64.mix(redemption.id ^ .max) : redemption.id)
      files[partner].comma()
      appendOrderID(Int(redemption.order), to: &files[partner])
      files[partner].comma()
      files[partner].text(names[bundle][Int(redemption.share)])
      files[partner].text(",redeemed,".utf8)
      files[partner].amount(price)
      files[partner].text(",CNY,".utf8)
      files[partner].time(Int(redemption.second), on: date)
      files[partner].endLine()
    }
    return files.map(\.bytes)
  }
}

/// What redemptions earn, told in the order of events.
private struct Prices {
  private let catalogue: Catalogue
  /// By order: what is still held for its coupons, and how many are pending.
  private var held: [Int32] = []
  private var pending: [Int8] = []
  /// By bundle: units of music so far.
  private var music: [Int]

  init(_ night: Night) {
    catalogue = night.catalogue
    music = [Int](repeating: 0, count: night.catalogue.bundles.count)
    for order in night.paid.indices {
      held.append((night.paid[order] * Int32(Catalogue.couponPercent) + 50) / 100)
      pending.append(Int8(night.catalogue.bundles[Int(night.bundle[order])].coupons))
    }
  }

  /// Fen.
  mutating func price(_ redemption: Night.Redemption, _ bundle: Int) -> Int {
    switch redemption.share {
    case 0: return catalogue.bundles[bundle].videoPrice
    case 1:
      let order = Int(redemption.order)
      let units = Int32(pending[order])
      let price = (2 * held[order] + units) / (2 * units)
      held[order] -= price
      pending[order] -= 1
      return Int(price)
    default:
      music[bundle] += 1
      return Catalogue.musicTiers.first { music[bundle] <= $0.upTo }!.price
    }
  }
}
