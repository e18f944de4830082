import ArgumentParser
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen analyze`: a month looked at from several sides.
struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze", abstract: "Writes a workbook about a month: bundles, channels, entitlements, partners, ladders, repurchases, risks.",
    discussion: """
      Everything is derived again from the ledger's facts, run by run: sales, refunds, redemptions, lapses, what partners earned and what \
      was left, where ladders will stand at their present pace, from which months' sales redemptions and refunds come, how soon buyers buy \
      again, and the risks that the runs told. Nothing is posted.

      Example: qingfen analyze --period 2026-03

      Exit codes: 0 written · 10 configuration or rules invalid · 11 a run holds the ledger · 13 no ledger, or it or the file fails · \
      14 the facts contradict what was posted · 64 usage, or the ledger has no run in that month
      """)

  @OptionGroup var file: ConfigurationOption

  @Option(help: "The month, such as 2026-03.")
  var period: String

  @Option(help: "The file to write; default: analysis/<period>.xlsx in the output folder.")
  var output: String?

  func run() throws {
    try Ending.of {
      let analyzing = try PeriodAnalyzing(try Configuration.read(path: file.path), period: period)
      let progress = Progress()
      let path = try analyzing.write(to: output) { progress.step($0) }
      progress.end()
      try Terminal.result(Array("\(path)\n".utf8))
      return .allMatched
    }
  }
}
