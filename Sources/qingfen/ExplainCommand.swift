import ArgumentParser
import RuleFiles
import SettlementRun

/// `qingfen explain ORDER`: the whole life of an order in money.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tells the whole life of one order in money, step by step, with the rule and the arithmetic of each step.",
    discussion: """
      Everything comes from the ledger's facts: the runs that touched the order are told again, and each formula printed is held \
      against what \
      was posted. Shows the order's facts, the agreement version and why that one, every step (split, redemption, reversal, refund, \
      undo, lapse) \
      with exact quotients and their one rounding, the lines posted, what every share holds and has earned after it, what waits and why.

      Example: qingfen explain --config qingfen.yaml O1

      The ledger is held while the command reads it: it ends with 11 while a run is under way.
      Exit codes: 0 explained · 10 configuration or rules invalid · 11 a run holds the ledger · 13 no ledger, or it cannot be read · \
      14 the facts contradict what was posted · 64 the ledger does not know the order
      """)

  @OptionGroup var file: ConfigurationOption

  @Argument(help: "The order_id, as the store wrote it.")
  var order: String

  func run() throws {
    try Ending.of {
      let configuration = try Configuration.read(path: file.path)
      let progress = Progress()
      defer { progress.end() }
      let text = try OrderExplanation.text(ofOrder: order, configuration) { progress.step($0) }
      progress.end()
      try Terminal.result(text)
      return .allMatched
    }
  }
}
