import ArgumentParser
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen discrepancies`: what needs an explanation, and what people decide about it.
struct DiscrepanciesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discrepancies", abstract: "Lists discrepancies, tells the history of one, and takes decisions on them.",
    discussion: "Example: qingfen discrepancies list --partner eleme --older-than 3",
    subcommands: [DiscrepanciesListCommand.self, DiscrepanciesShowCommand.self, DiscrepanciesResolveCommand.self])
}

/// `qingfen discrepancies list`: a table with totals.
struct DiscrepanciesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints the discrepancies that stand after the newest run, with totals.",
    discussion: """
      Without --state everything that is not resolved is shown. Ages are days from the first run that showed it to the newest run's day. \
      Differences are theirs − ours.

      Examples: qingfen discrepancies list --partner eleme --kind amount
                qingfen discrepancies list --state open --older-than 7

      The ledger is held while the command reads it: it ends with 11 while a run is under way.
      Exit codes: 0 printed, also when there is none · 10 configuration invalid · 11 a run holds the ledger · \
      13 no ledger, or it cannot be read · 64 usage
      """)

  @OptionGroup var file: ConfigurationOption

  @Option(help: "Only of this partner; - for those of none.")
  var partner: String?

  @Option(help: "Only of this kind, such as amount or missing-at-store.")
  var kind: DiscrepancyKind?

  @Option(help: "Only in this state: in-transit, open or resolved.")
  var state: Finding.State?

  @Option(help: "Only those older than so many days.")
  var olderThan: Int?

  func validate() throws {
    if let olderThan, olderThan < 0 { throw ValidationError("--older-than \(olderThan): expected 0 or more") }
  }

  func run() throws {
    try Ending.of {
      let filter = DiscrepancyList.Filter(partner: partner, kind: kind, state: state, olderThan: olderThan)
      try Terminal.result(try DiscrepancyList.text(filter, try Configuration.read(path: file.path)))
      return .allMatched
    }
  }
}

/// What names one discrepancy.
struct DiscrepancyArguments: ParsableArguments {
  @Argument(help: "The partner's id; - for a discrepancy of none.")
  var partner: String

  @Argument(help: "The kind, such as amount or missing-at-store.")
  var kind: DiscrepancyKind

  @Argument(help: "The key, such as redeemed:R1, as the list prints it.")
  var key: String
}

/// `qingfen discrepancies show`: the whole history of one.
struct DiscrepanciesShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Tells the whole history of one discrepancy: its versions, decisions and postings, the line and the order.",
    discussion: """
      Example: qingfen discrepancies show eleme amount redeemed:R1

      The ledger is held while the command reads it: it ends with 11 while a run is under way.
      Exit codes: 0 printed · 10 configuration invalid · 11 a run holds the ledger · 13 no ledger, or it cannot be read · \
      64 usage, or the ledger does not know the discrepancy
      """)

  @OptionGroup var file: ConfigurationOption
  @OptionGroup var identity: DiscrepancyArguments

  func run() throws {
    try Ending.of {
      let configuration = try Configuration.read(path: file.path)
      try Terminal.result(
        try DiscrepancyPage.text(partner: identity.partner, kind: identity.kind, key: identity.key, configuration))
      return .allMatched
    }
  }
}

extension DiscrepancyKind: ExpressibleByArgument {}
extension Finding.State: ExpressibleByArgument {}
