import ArgumentParser
import Feeds
import Foundation
import RuleFiles
import SettlementRun

/// `qingfen statement`: partners' own files.
struct StatementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement", abstract: "Works on partners' statements.",
    discussion: "Example: qingfen statement check rules/partners/wechat-pay.yaml bill.csv", subcommands: [StatementCheckCommand.self])
}

/// `qingfen statement check PROFILE FILE`: what a profile makes of a file.
struct StatementCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Reads a partner's file by a profile and shows what it understood.",
    discussion: """
      Shows the container, member and sheet, which column became what and which are not used, lines by type and currency with their sums, \
      the first lines, every total that the file declares with a mark whether it holds, and the rejected rows. Nothing is written. The \
      configuration, where there is one, gives the zone, and the currency of lines that name none.

      Example: qingfen statement check rules/partners/wechat-pay.yaml bill.csv

      Exit codes: 0 the file is whole · 3 a total does not hold or a row was rejected · 10 the profile, the configuration or the rules are \
      invalid · 12 the file cannot be read or is not what the profile says
      """)

  @Argument(help: "The partner's file, such as rules/partners/wechat-pay.yaml.")
  var profile: String

  @Argument(help: "The statement.")
  var file: String

  @Option(name: .customLong("config"), help: "The configuration; qingfen.yaml, where there is one.")
  var configuration: String?

  func run() throws {
    try Ending.of {
      let path = configuration ?? "qingfen.yaml"
      let isThere = configuration != nil || FileManager.default.fileExists(atPath: path)
      let configuration = isThere ? try Configuration.read(path: path) : nil
      do {
        let outcome = try StatementInspecting.check(profile: profile, file: file, configuration)
        try Terminal.result(outcome.page)
        return outcome.isComplete ? .allMatched : .sourceMissing
      } catch let failure as SourceFailure {
        Terminal.error("\(failure)")
        return .sourcesUnreachable
      }
    }
  }
}
