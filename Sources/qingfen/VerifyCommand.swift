import ArgumentParser
import RuleFiles
import SettlementRun

/// `qingfen verify`: whether anything that was recorded has changed.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Derives every hash and every law again, and names the first thing that is off.",
    discussion: """
      Reads the whole ledger and compares its rows with the journal, in which every run, decision and closing has hashed what it added and \
      the entry before it; tells every run again from its facts and checks accounts and statements; reads every archived input and every \
      published and issued file. Changes nothing. Keep the head that it prints in a second place: who can rewrite the whole ledger can \
      rewrite the whole chain, but not a head that stands elsewhere.

      Examples: qingfen verify --config qingfen.yaml
                qingfen verify --quick

      Exit codes: 0 all is as it was recorded · 10 configuration or rules invalid · 11 a run is under way · 13 disk or database failed · \
      14 something is off: what, where, and what to do
      """)

  @OptionGroup var file: ConfigurationOption

  @Flag(help: "Only the chain and the published files; not the ledger's rows, the archive and the laws of money.")
  var quick = false

  func run() throws {
    try Ending.of {
      let configuration = try Configuration.read(path: file.path)
      let progress = Progress()
      let report = try Verification.verify(configuration, isQuick: quick) { progress.step($0) }
      progress.end()
      for warning in report.warnings { Terminal.say("warning: \(warning)") }
      try Terminal.result("ok: \(report.counts.joined(separator: ", "))\(report.head.isEmpty ? "" : "; head \(report.head)")\n")
      return .allMatched
    }
  }
}
