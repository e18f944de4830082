import ArgumentParser
import Foundation
import Logging
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen run`: the main job.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Settles one business day or a range of them; days that were missed are caught up first.",
    discussion: """
      Reads the store's files and the partners' statements of the day, splits orders, posts redemptions, reversals, refunds and expiries, \
      reconciles every partner, and publishes output/<day> as a whole. A day with nothing new is published again, byte for byte. One \
      line per \
      day goes to stdout; progress, warnings and errors go to stderr.

      Examples: qingfen run --config qingfen.yaml
                qingfen run --date 2026-03-01
                qingfen run --from 2026-03-01 --to 2026-03-07
                qingfen run --date 2026-03-01 --from-archive
                qingfen run --date 2026-03-01 --dry-run

      Exit codes: 0 all matched · 2 open discrepancies · 3 some source missing or incomplete · 10 configuration or rules invalid · 11 \
      another \
      run holds the lock · 12 no source could be reached · 13 disk or database failed · 14 integrity check failed, nothing published · \
      130/143 interrupted: nothing half-done is visible, run again
      """)

  @OptionGroup var file: ConfigurationOption

  @OptionGroup var days: DayOptions
  @OptionGroup var log: LogOptions

  @Flag(help: "Take every input from the archive, as `qingfen pull` or an earlier run left it there; no network is used.")
  var fromArchive = false

  @Flag(help: "Do the same work and change nothing: no ledger, no archive, no output. Ends after the first day that would be run.")
  var dryRun = false

  func run() throws {
    Terminal.format.withLock { $0 = log.logFormat }
    try Ending.of {
      let configuration = try Configuration.read(path: file.path)
      let days = days.range(zone: configuration.zone)
      Terminal.say("business days \(days.lowerBound) to \(days.upperBound), \(configuration.zone)")
      if dryRun { return try settle(days, configuration) { _ in } }
      return try Ending.announced(by: Announcer(configuration)) { report in
        let exit = try settle(days, configuration, report: report)
        if !fromArchive { DeliverCommand.deliverWhatIsDue(configuration) }
        return exit
      }
    }
  }

  private func settle(
    _ days: ClosedRange<CalendarDay>, _ configuration: Configuration, report: (SettlementJob.DayResult) -> Void
  ) throws -> SettlementRun.ExitCode {
    let progress = Progress()
    let job = try SettlementJob(
      configuration, from: fromArchive ? .archive : .sources, isRehearsal: dryRun,
      runDay: days.lowerBound.description
    ) { progress.step($0) }
    let exit = try job.run(days) {
      report($0)
      DayReport.print($0, output: configuration.output)
    }
    progress.end()
    return exit
  }
}
