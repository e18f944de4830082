import ArgumentParser
import LedgerStore
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen close`: issues the statements of a period.
struct CloseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Closes a period and issues its statements: numbered, final, never changed.",
    discussion: """
      Each partner whose calendar has the period gets output/statements/<partner>/<partner>-<period>-R1.xlsx with the number \
      QF-<partner>-<period>-R1. What is dated in a closed period and comes later stands in the first open one, marked with its own date. \
      A balance that is negative or below the partner's minimum-payout is carried forward. Closing again changes nothing.

      A period is not closed while a statement that was expected is missing or incomplete, or more is open than the partner's open-limit \
      allows; --force closes all the same, with a reason and a name, which the ledger keeps. A period that is not over, whose days have \
      not all run, or with an open period before it, is never closed. A partner that is refused does not stop the others.

      Examples: qingfen close --period 2026-03
                qingfen close --period 2026-W10 --partner meituan
                qingfen close --period 2026-03 --partner eleme --force --reason 'bill of the 31st lost, agreed by mail' --by 李雷

      Exit codes: 0 closed, or closed before · 2 refused: too much is open · 3 refused: something is missing, or it is too early · \
      10 configuration or rules invalid · 11 a run is under way · 13 no ledger, or disk or database failed · 14 the ledger and a statement \
      disagree, nothing issued · 64 usage, or no such period or partner
      """)

  @OptionGroup var file: ConfigurationOption

  @Option(help: "The period: 2026-03-01, 2026-W10, 2026-03-H1, 2026-03 or 2026-Q1.")
  var period: String

  @Option(help: "Only this partner's.")
  var partner: String?

  @Flag(help: "Close although statements are missing or discrepancies are open.")
  var force = false

  @Option(help: "Why it is forced.")
  var reason: String?

  @Option(help: "Who forces it.")
  var by: String?

  func validate() throws {
    if force != (reason != nil) || force != (by != nil) { throw ValidationError("--force, --reason and --by go together") }
    try PersonWords.check([("--reason", reason, PersonWords.longestReason), ("--by", by, PersonWords.longestName)])
  }

  func run() throws {
    try Ending.of {
      let configuration = try Configuration.read(path: file.path)
      let order = PeriodClosing.Order(
        period: period, partner: partner, force: force ? PeriodClosing.Force(reason: reason!, by: by!) : nil,
        yesterday: BusinessClock.yesterday(zone: configuration.zone))
      let progress = Progress()
      let results = try PeriodClosing.close(order, configuration, progress: { progress.step($0) })
      progress.end()
      for result in results { try Self.report(result, period) }
      DeliverCommand.deliverWhatIsDue(configuration)
      return PeriodClosing.exit(results)
    }
  }

  private static func report(_ result: PeriodClosing.Result, _ period: String) throws {
    switch result.what {
    case .issued(let closed, let path):
      try Terminal.result("\(text(closed))\(closed.force == nil ? "" : " (forced)") → \(path)\n")
    case .wasIssued(let closed, let path): try Terminal.result("\(text(closed)) (closed before, nothing changed) → \(path)\n")
    case .nothing: try Terminal.result("\(result.partner) \(period): no line yet, nothing to state\n")
    case .refused(let obstacles):
      for obstacle in obstacles { Terminal.error("\(result.partner) \(period): not closed: \(obstacle.text)") }
    }
  }

  private static func text(_ closed: ClosedPeriod) -> String {
    let accounts = closed.accounts.map { account in
      let money = { Money($0, account.currency).decimal }
      return "closing \(money(account.closing)), payable now \(money(account.due)), carried forward \(money(account.carriedForward)) "
        + account.currency.code
    }
    return "\(closed.statement): \(accounts.joined(separator: "; "))"
  }
}
