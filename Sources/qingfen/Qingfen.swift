import ArgumentParser
import Faults
import Foundation
import SettlementRun

@main
struct Qingfen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qingfen",
    abstract: "Splits bundle orders among partners, reconciles their statements and writes what finance needs.",
    discussion: """
      Example: qingfen run --config qingfen.yaml --date 2026-03-01

      Results go to stdout, progress and messages to stderr. Each command's own help has an example: qingfen explain --help

      Exit codes: 0 all matched · 1 internal error · 2 finished, open discrepancies · 3 finished, some source missing or incomplete · \
      10 configuration or rules invalid · 11 another run holds the lock · 12 source unreachable or refused · 13 disk or database failed · \
      14 integrity check failed, nothing published · 64 usage · 130/143 interrupted
      """,
    version: "qingfen 1.0.0",
    subcommands: [
      InitCommand.self, DoctorCommand.self, VerifyCommand.self, RunCommand.self, CloseCommand.self, RerunCommand.self, DeliverCommand.self,
      PayoutsCommand.self, PullCommand.self, DiscrepanciesCommand.self, ExplainCommand.self, RulesCommand.self, StatementCommand.self,
      ExportCommand.self, AnalyzeCommand.self, LedgerCommand.self,
    ])

  static func main() {
    StandardStreams.ensure()
    Interruption.install()
    TestFaults.install()
    main(nil)
  }
}

struct ConfigurationOption: ParsableArguments {
  @Option(name: .customLong("config"), help: "The configuration file; paths in it are relative to it.")
  var path = "qingfen.yaml"
}
