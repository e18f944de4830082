import ArgumentParser
import SettlementCore
import SettlementRun

/// `qingfen doctor`: whether a run could succeed.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Checks everything a run needs, and says what to do about each finding.",
    discussion: """
      Looks at the configuration and the rules, secrets, key and certificate files, folders and free space, the ledger and its lock, this \
      machine's clock, and asks the store and every partner as a pull would. Every check is made, one line for each: ok, warning or \
      problem, what was found, and what to do. Nothing is kept or changed.

      Example: qingfen doctor --config qingfen.yaml --date 2026-03-01

      Exit codes: 0 no problem · 10 a problem of configuration, rules, secrets or clock · 13 of disk or ledger · 12 of a source
      """)

  @OptionGroup var file: ConfigurationOption

  @Option(help: "The business day to ask for, yyyy-MM-dd. Default: yesterday in the business zone.")
  var date: CalendarDay?

  func run() throws {
    try Ending.of {
      var counts: [DoctorFinding.Grade: Int] = [:]
      var failure: (any Error)?
      let exit = Doctor.examine(path: file.path, day: { date ?? BusinessClock.yesterday(zone: $0.zone) }) { finding in
        counts[finding.grade, default: 0] += 1
        do { try Terminal.result("\(finding)\n") } catch { failure = error }
      }
      if let failure { throw failure }
      let (ok, warnings, problems) = (counts[.ok] ?? 0, counts[.warning] ?? 0, counts[.problem] ?? 0)
      try Terminal.result("\(ok) ok, \(warnings) warning\(warnings == 1 ? "" : "s"), \(problems) problem\(problems == 1 ? "" : "s")\n")
      return exit
    }
  }
}
