import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// One command of a story, as this process does it and as the built program is asked for it.
struct StoryStep: Sendable, CustomTestStringConvertible {
  let name: String
  let arguments: [String]
  let play: @Sendable (Workplace) throws -> Void

  var testDescription: String { name }

  static func run(_ day: String) -> StoryStep {
    StoryStep(name: "run \(day)", arguments: ["run", "--date", day]) { try $0.run(day) }
  }

  /// `list`: a file of the shop.
  static func decide(_ list: String) -> StoryStep {
    StoryStep(name: "decide \(list)", arguments: ["discrepancies", "resolve", "--from", list]) {
      _ = try Resolving.record(from: $0.folder.appendingPathComponent(list).path, try ClosingShop.configuration($0))
    }
  }

  static func close(_ period: String) -> StoryStep {
    StoryStep(name: "close \(period)", arguments: ["close", "--period", period]) {
      let order = PeriodClosing.Order(period: period, yesterday: CalendarDay("2026-04-01")!)
      _ = try PeriodClosing.close(order, try ClosingShop.configuration($0))
    }
  }
}

extension StoryStep {
  static func rerun(_ period: String) -> StoryStep {
    let arguments = ["rerun", "--period", period, "--reason", "disputed by mail", "--by", "Li Lei"]
    return StoryStep(name: "rerun \(period)", arguments: arguments) {
      let order = PeriodRerun.Order(period: period, reason: "disputed by mail", by: "Li Lei")
      _ = try SettlementJob(try ClosingShop.configuration($0), from: .archive, runDay: period) { _ in }.rerun(order) { _ in }
    }
  }
}

/// Some days of a small shop with all that a night may have to do: two partners, one with statements; a difference that a person decides; a
/// refund; a month that is closed; a day with late lines and a payout behind it;
/// the month run again because of them.
enum FaultStory {
  static let steps: [StoryStep] = [
    .run("2026-03-30"), .decide("decisions.csv"), .run("2026-03-31"), .close("2026-03"), .run("2026-04-01"), .rerun("2026-03"),
  ]

  /// In memory where that is possible: some thousand runs wait for no disk.
  static let parent: URL =
    FileManager.default.isWritableFile(atPath: "/dev/shm")
    ? URL(fileURLWithPath: "/dev/shm") : FileManager.default.temporaryDirectory

  static func shop() throws -> Workplace {
    let shop = try ClosingShop.open(in: parent)
    try shop.write(
      """
      partner: alpha
      title: alpha
      period: month
      statement: {url: "file:statements/alpha/{date}.csv", matches: redemptions, on: [reference], grace: 0d}

      """, to: "rules/partners/alpha.yaml")
    for (day, lines) in [
      ("2026-03-30", "R1,O1,tea,redeemed,4.50,CNY,2026-03-30T10:00:00+08:00\n"),
      ("2026-03-31", "R2,O2,tea,redeemed,5.00,CNY,2026-03-31T10:00:00+08:00\n"),
      ("2026-04-01", "R4,O4,tea,redeemed,5.00,CNY,2026-04-01T10:00:00+08:00\n"),
    ] {
      try shop.write("reference,order_id,item,type,amount,currency,time\n" + lines, to: "statements/alpha/\(day).csv")
    }
    try shop.write(
      """
      refund_id,order_id,amount,entitlement,units,status,refunded_at
      F1,O2,30.00,,,succeeded,2026-03-31T21:00:00+08:00

      """, to: "store/2026-03-31/refunds.csv")
    try shop.write(
      "partner,kind,key,decision,reason,by\nalpha,amount,redeemed:R1,accept-theirs,price list,Li Lei\n", to: "decisions.csv")
    return shop
  }

  /// The shop before the first step and after each, undisturbed.
  static func undisturbed(_ kind: LedgerKind) throws -> [Scene] { try (kind == .sqlite ? inFile : inDatabase).get() }

  private static let inFile = Result { try played(.sqlite) }
  private static let inDatabase = Result { try played(.postgres) }

  private static func played(_ kind: LedgerKind) throws -> [Scene] {
    let stage = try StoryStage(kind)
    let shop = try stage.shop()
    var scenes = [try stage.scene(shop)]
    for step in steps {
      try step.play(shop)
      scenes.append(try stage.scene(shop))
    }
    return scenes
  }

  /// A copy of the shop at one moment, and all that is to be compared of it.
  struct Scene: @unchecked Sendable {  // nobody changes the copy
    let workplace: Workplace
    /// The rows of a ledger in PostgreSQL.
    let database: LedgerInDatabase?
    let footprint: Footprint
  }
}
