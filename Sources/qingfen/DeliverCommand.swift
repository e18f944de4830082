import ArgumentParser
import RuleFiles
import SettlementRun

/// `qingfen deliver`: gives partners their statements.
struct DeliverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", abstract: "Gives partners the statements that they have not got: by mail, SFTP or into a folder.",
    discussion: """
      What goes where is said by deliver in a partner's file. Each statement goes out once for its number and content, and the ledger \
      keeps what was taken, by whom and when. Drafts and statements that were closed by force stay here unless the partner's file says \
      otherwise. run and close do the same at their end, and a failing delivery never fails them.

      Examples: qingfen deliver
                qingfen deliver --partner eleme --period 2026-03

      Exit codes: 0 all is delivered, or nothing is due · 10 configuration or rules invalid · 11 a run is under way · \
      12 something was not taken: run it again · 13 no ledger, or disk or database failed · 64 usage, or the partner gets nothing by itself
      """)

  @OptionGroup var file: ConfigurationOption

  @Option(help: "Only this partner's.")
  var partner: String?

  @Option(help: "Only of this period: 2026-03-01, 2026-W10, 2026-03-H1, 2026-03 or 2026-Q1.")
  var period: String?

  func run() throws {
    try Ending.of {
      let results = try StatementSending.send(partner: partner, period: period, try Configuration.read(path: file.path))
      for result in results {
        switch result.what {
        case .sent, .wasSent: try Terminal.result(Self.text(result) + "\n")
        case .held, .failed: Terminal.error(Self.text(result))
        }
      }
      if results.isEmpty { try Terminal.result("nothing to deliver\n") }
      return StatementSending.exit(results)
    }
  }

  /// After a run or a closing: said on stderr, and of no consequence for how that ended.
  static func deliverWhatIsDue(_ configuration: Configuration) {
    let (results, problem) = StatementSending.sendWhatIsDue(configuration)
    for result in results {
      switch result.what {
      case .sent: Terminal.say(text(result))
      case .failed: Terminal.error(text(result))
      case .wasSent, .held: break
      }
    }
    if let problem { Terminal.error(problem) }
  }

  private static func text(_ result: StatementSending.Result) -> String {
    switch result.what {
    case .sent: "\(result.statement): delivered, \(result.way)"
    case .wasSent: "\(result.statement): delivered before, nothing done"
    case .held(let lack):
      "\(result.statement): not delivered: \(lack); the partner's file says incomplete: true where it should go all the same"
    case .failed(let failure): "\(result.statement): not delivered, \(result.way): \(failure)"
    }
  }
}
