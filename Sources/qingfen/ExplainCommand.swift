import ArgumentParser
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen explain`: an order, a posting group, a line of a statement or a discrepancy, from the input bytes to the cell.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tells where an amount comes from: of an order, a posting group, a line of a statement, or a discrepancy.",
    discussion: """
      Everything comes from the ledger's facts and the archive: the runs concerned are told again, each formula printed is held against \
      what was posted, and each input row is looked up in the bytes that the run has read.

      ORDER tells the whole life of an order: its facts, the agreement version and why that one, every step with exact quotients and their \
      one rounding, the lines posted, what waits and why. --group tells one posting group (its number in postings.csv): the input row that \
      caused it with file, line and SHA-256, the rule, the arithmetic, the lines, and the cell in each statement. --statement with --line \
      tells the group behind a line, by its number on the detail sheet. --discrepancy tells both sides of one, why they differ, what was \
      decided and posted, and where it stands.

      Examples: qingfen explain O1
                qingfen explain --group 123 --lang en
                qingfen explain --statement QF-eleme-2026-03-R1 --line 12
                qingfen explain --discrepancy eleme amount redeemed:R1

      The ledger is held while the command reads it: it ends with 11 while a run is under way.
      Exit codes: 0 explained · 10 configuration or rules invalid · 11 a run holds the ledger · 13 no ledger, or it cannot be read · \
      14 the facts contradict what was posted, or the archive lacks an input (the page says which) · \
      64 usage, or the ledger does not know what is asked for
      """)

  @OptionGroup var file: ConfigurationOption

  @Argument(help: "The order_id, as the store wrote it; with --discrepancy: PARTNER KIND KEY, as discrepancies.csv prints them.")
  var names: [String] = []

  @Option(help: "The number of a posting group.")
  var group: Int64?

  @Option(help: "The number of a statement, as its cover says: QF-eleme-2026-03-R1, or eleme-2026-03-draft.")
  var statement: String?

  @Option(help: "The number of a line on the statement's detail sheet.")
  var line: Int?

  @Option(help: "The currency of the line, where the statement has several.")
  var currency: String?

  @Flag(help: "Explain a discrepancy, named by partner (- for none), kind and key.")
  var discrepancy = false

  @Option(help: "zh or en; without it the configuration's lang.")
  var lang: PartnerSettings.Language?

  func validate() throws {
    let ways = [group != nil, statement != nil, discrepancy].count { $0 }
    if ways > 1 { throw ValidationError("expected one of ORDER, --group, --statement and --discrepancy, found several") }
    if (statement == nil) != (line == nil) { throw ValidationError("--statement and --line go together") }
    if currency != nil, statement == nil { throw ValidationError("--currency goes with --statement and --line") }
    let expected = discrepancy ? 3 : ways == 1 ? 0 : 1
    if names.count != expected {
      let what =
        discrepancy ? "PARTNER KIND KEY" : ways == 1 ? "no further argument" : "one ORDER, or --group, --statement or --discrepancy"
      throw ValidationError("expected \(what), found \(names.count) argument\(names.count == 1 ? "" : "s")")
    }
    if discrepancy, DiscrepancyKind(rawValue: names[1]) == nil {
      let kinds = DiscrepancyKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("KIND: expected one of \(kinds); found '\(names[1])'")
    }
  }

  func run() throws {
    try Ending.of {
      let configuration = try Configuration.read(path: file.path)
      let progress = Progress()
      defer { progress.end() }
      let explanation = try explain(configuration) { progress.step($0) }
      progress.end()
      try Terminal.result(explanation.text)
      return explanation.isWhole ? .allMatched : .integrityBroken
    }
  }

  private func explain(_ configuration: Configuration, _ progress: @escaping (String) -> Void) throws -> Explanation {
    if let group { return try GroupExplanation.text(ofGroup: group, configuration, language: lang, progress: progress) }
    if let statement, let line {
      return try GroupExplanation.text(
        ofLine: line, statement: statement, currency: currency, configuration, language: lang, progress: progress)
    }
    if discrepancy, let kind = DiscrepancyKind(rawValue: names[1]) {
      return try DiscrepancyExplanation.text(
        partner: names[0], kind: kind, key: names[2], configuration, language: lang, progress: progress)
    }
    return try OrderExplanation.text(ofOrder: names[0], configuration, language: lang, progress: progress)
  }
}

extension PartnerSettings.Language: ExpressibleByArgument {}
