import ArgumentParser
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen export`: past results in a file.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes what past runs have posted.", discussion: "Example: qingfen export postings --date 2026-03-01",
    subcommands: [ExportPostingsCommand.self])
}

/// `qingfen export postings`: the lines of past runs.
struct ExportPostingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "postings", abstract: "Writes the posting lines of past runs as one postings.csv.",
    discussion: """
      The lines are derived again from the ledger's facts; those of one run are, byte for byte, the postings.csv that it published. \
      Several runs \
      follow each other in their order under one header. Without --date, --from and --to, or --run, all runs are written. Goes to \
      stdout, or to \
      a file that appears when it is whole and replaces one of its name.

      Examples: qingfen export postings --date 2026-03-01
                qingfen export postings --from 2026-03-01 --to 2026-03-31 --output m.csv
                qingfen export postings --run 2026-03-01-002

      The ledger is held while the command reads it: it ends with 11 while a run is under way.
      Exit codes: 0 written · 10 configuration or rules invalid · 11 a run holds the ledger · 13 no ledger, or it or the file fails · \
      14 the facts contradict what was posted · 64 the ledger has no such run
      """)

  @OptionGroup var file: ConfigurationOption

  @Option(help: "All runs of this business day, yyyy-MM-dd.")
  var date: CalendarDay?

  @Option(help: "First business day of a range, inclusive.")
  var from: CalendarDay?

  @Option(help: "Last business day of a range, inclusive.")
  var to: CalendarDay?

  @Option(name: .customLong("run"), help: "One run by its id, such as 2026-03-01-001.")
  var runID: String?

  @Option(help: "The file to write; default: stdout.")
  var output: String?

  func validate() throws {
    if (from == nil) != (to == nil) { throw ValidationError("--from and --to go together") }
    if [date != nil, from != nil, runID != nil].filter({ $0 }).count > 1 {
      throw ValidationError("give one of --date, --from and --to, or --run")
    }
    if let from, let to, from > to { throw ValidationError("--from \(from) is after --to \(to)") }
  }

  private var selection: PostingsExport.Selection {
    if let runID { return .run(runID) }
    if let from, let to { return .days(from...to) }
    return date.map { .days($0...$0) } ?? .all
  }

  func run() throws {
    try Ending.of {
      let export = try PostingsExport(try Configuration.read(path: file.path), selection)
      let progress = Progress()
      defer { progress.end() }
      if let output {
        try export.write(to: output) { progress.step($0) }
      } else {
        try export.write(progress: { progress.step($0) }, to: Terminal.result)
      }
      return .allMatched
    }
  }
}
