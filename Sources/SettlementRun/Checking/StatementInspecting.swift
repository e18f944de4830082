import Feeds
import Foundation
import RuleFiles
import SettlementCore

/// `qingfen statement check`: a partner's file read by a profile, and what was understood of it.
public enum StatementInspecting {
  /// What was found.
  public struct Outcome: Sendable {
    public let page: String
    /// Every total holds and no row was rejected.
    public let isComplete: Bool
  }

  /// Reads `file` as the partner file `profile` says; nothing is written.
  ///
  /// `configuration` gives the zone and the currency of lines that name none; nil: Asia/Shanghai, and no currency. Throws `RuleProblems`
  /// for the profile or the rules, `SettlementRefusal` when the profile has no statement, `SourceFailure` for a file that is not what it
  /// says.
  public static func check(profile path: String, file: String, _ configuration: Configuration?) throws -> Outcome {
    let settings = try RuleFolder.partner(path: path, configuration: configuration?.folder ?? ".")
    guard let profile = settings.statement else {
      throw SettlementRefusal("\(path): expected a partner with a statement, found none; add statement: to the file")
    }
    let book = try configuration.map { try RuleFolder.read(path: $0.rules, configuration: $0.folder) }
    let currency = book.flatMap { $0.onlyCurrency(of: settings.partner) }
    let name = configuration?.zone ?? "Asia/Shanghai"
    guard let business = BusinessZone(identifier: name) else {
      throw SettlementRefusal("the zone \(name) is unknown; set zone in the configuration")
    }
    let clock = StatementClock(settings, business: business)
    let zone = clock?.zone ?? business
    let inspection = try StatementInspection(
      path: file, source: settings.partner, profile: profile, zone: zone, clock: clock, defaultCurrency: currency)
    let page = StatementPage(settings, profile, inspection, file: file, zone: zone, currency: currency)
    return Outcome(page: page.text, isComplete: page.isComplete)
  }
}
