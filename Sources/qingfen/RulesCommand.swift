import ArgumentParser
import Foundation
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen rules`: what is written in the rules folder.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Works on the rule files: agreements and partners.",
    discussion: "Example: qingfen rules check --amount 199.00", subcommands: [RulesCheckCommand.self])
}

/// `qingfen rules check`: problems, or a table of what each agreement pays.
struct RulesCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Prints every problem of the rules, or what each agreement pays on a sample amount.",
    discussion: """
      Checks the configuration, all agreements and all partner files together and prints each problem as file:line:column. Versions \
      that have \
      split orders are compared with the ledger, if there is one. When all is well, a table for every version shows what each share \
      gets of a \
      sample order (paid = list = the amount, fee 0), the remainder, and the totals of the tiers. Nothing is written.

      Example: qingfen rules check --config qingfen.yaml --amount 199.00 --quantity 2

      Exit codes: 0 the rules are good · 10 problems, printed on stdout
      """)

  @OptionGroup var file: ConfigurationOption

  @Option(help: "The sample amount, in the major unit of each agreement's currency.")
  var amount = "100.00"

  @Option(help: "How many bundles the sample order buys.")
  var quantity: Int64 = 1

  func validate() throws {
    if quantity < 1 { throw ValidationError("--quantity \(quantity): expected 1 or more") }
    guard let value = try? MoneyText.parse(amount, exponent: 4), value >= 0 else {
      throw ValidationError("--amount '\(amount)': expected a plain decimal number of at least 0, such as 100.00")
    }
  }

  func run() throws {
    try Ending.of {
      let outcome = try RulesCheck.check(try Configuration.read(path: file.path), amount: amount, quantity: quantity)
      if let note = outcome.note { Terminal.error(note) }
      try Terminal.result(outcome.problems.map { $0 + "\n" }.joined() + outcome.report)
      if outcome.problems.isEmpty { return .allMatched }
      Terminal.error(
        outcome.problems.count == 1
          ? "1 problem; nothing runs until it is mended" : "\(outcome.problems.count) problems; nothing runs until they are mended")
      return .configurationInvalid
    }
  }
}
