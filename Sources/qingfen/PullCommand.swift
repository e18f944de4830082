import ArgumentParser
import Foundation
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen pull`: fetches and archives, and settles nothing.
struct PullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Pulls the inputs of a business day into the archive and settles nothing.",
    discussion: """
      Fetches the store's feeds and the partners' statements as a run of the day would, and keeps them in the archive; the ledger stays as \
      it is. `qingfen run --from-archive` then settles the day without any network.

      Example: qingfen pull --config qingfen.yaml --date 2026-03-01

      Exit codes: 0 everything came · 3 some source failed, waits or is missing · 12 no source could be reached · and those of every command
      """)

  @OptionGroup var file: ConfigurationOption
  @OptionGroup var days: DayOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    Terminal.format.withLock { $0 = log.logFormat }
    try Ending.of {
      let configuration = try Configuration.read(path: file.path)
      let days = days.range(zone: configuration.zone)
      let progress = Progress()
      progress.say("business days \(days.lowerBound) to \(days.upperBound), \(configuration.zone)")
      let job = try SettlementJob(configuration, runDay: days.lowerBound.description) { progress.step($0) }
      let exit = try job.pull(days) { day, inputs in
        progress.end()
        for input in inputs { print("\(day) \(input.source): \(input.words)") }
      }
      return exit
    }
  }
}
