import ArgumentParser
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen payouts`: what is to be paid, and what was.
struct PayoutsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "payouts", abstract: "Lists what issued statements ask to be paid for the bank, and which payouts paid them.",
    discussion: "Example: qingfen payouts export --period 2026-03", subcommands: [PayoutsExportCommand.self, PayoutsListCommand.self])
}

/// `qingfen payouts export`: a payment list.
struct PayoutsExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes the payment list of a closed period, as CSV or as a file for the bank.",
    discussion: """
      csv lists every statement of the period with payee, account, amount and reference, and a state: payable · paid (as much was paid \
      since) · superseded (a later statement carries the balance on) · carried-forward (nothing is payable) · no-payee (the partner's file \
      has no payee:). pain001 is an ISO 20022 pain.001.001.09 with what is payable; it needs payer: in the configuration and --date. \
      Everything paid since the period counts against what is payable. Nothing is posted: payouts are posted when payouts.csv brings them.

      Examples: qingfen payouts export --period 2026-03 --output march.csv
                qingfen payouts export --period 2026-03 --format pain001 --date 2026-04-10 --output march.xml

      Exit codes: 0 written · 3 written, but something due has no payee · 10 configuration invalid, or no payer · 11 a run holds the ledger \
      · 13 no ledger, or it or the file fails · 64 usage, the period is not closed, or nothing is payable
      """)

  @OptionGroup var file: ConfigurationOption

  @Option(help: "The period: 2026-03-01, 2026-W10, 2026-03-H1, 2026-03 or 2026-Q1.")
  var period: String

  @Option(help: "csv or pain001.")
  var format = PaymentList.Format.csv

  @Option(help: "The day on which the bank is asked to pay, yyyy-MM-dd.")
  var date: CalendarDay?

  @Option(help: "The file to write; default: stdout.")
  var output: String?

  func validate() throws {
    if format == .pain001, date == nil { throw ValidationError("--format pain001 needs --date, the day on which the bank is asked to pay") }
    if format == .csv, date != nil { throw ValidationError("--date goes with --format pain001") }
  }

  func run() throws {
    try Ending.of {
      let list = try PaymentList(period: period, try Configuration.read(path: file.path))
      let bytes = try list.bytes(format, on: date)
      if let output { try WholeFile.write(to: output) { try $0(bytes) } } else { try Terminal.result(bytes) }
      for problem in list.problems { Terminal.error(problem) }
      return list.problems.isEmpty ? .allMatched : .sourceMissing
    }
  }
}

/// `qingfen payouts list`: statements and the payouts that paid them.
struct PayoutsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints the issued statements with the payouts matched to them, and the payouts that match none.",
    discussion: """
      A payout is matched to the statement whose number its payout_id is or begins with (QF-eleme-2026-03-R1, QF-eleme-2026-03-R1/2); else to \
      the oldest statement of its party that says exactly its amount is payable and that has none yet.

      Example: qingfen payouts list --partner eleme

      Exit codes: 0 printed · 10 configuration invalid · 11 a run holds the ledger · 13 no ledger, or it cannot be read · 64 usage, or no \
      statement was issued
      """)

  @OptionGroup var file: ConfigurationOption

  @Option(help: "Only of this partner.")
  var partner: String?

  func run() throws {
    try Ending.of {
      try Terminal.result(try PayoutList.text(partner: partner, try Configuration.read(path: file.path)))
      return .allMatched
    }
  }
}

extension PaymentList.Format: ExpressibleByArgument {}
