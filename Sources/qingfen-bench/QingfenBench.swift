import ArgumentParser
import Foundation

@main
struct QingfenBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qingfen-bench", abstract: "Generates a night from a seed and measures the real job on it.",
    subcommands: [
      NightCommand.self, PullCommand.self, StatementsCommand.self, WorkbooksCommand.self, GenerateCommand.self,
      GenerateStatementCommand.self,
    ])
}

/// What a night looks like: the same options and seed give the same bytes.
struct NightOptions: ParsableArguments {
  @Option(help: "Orders of the night; 2.5 redemptions and statement lines each, 3 % refunds.")
  var orders = 100_000

  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 1

  @Option(help: "Partners that send statements.")
  var partners = 20

  func validate() throws {
    guard (100...10_000_000).contains(orders) else { throw ValidationError("--orders is at least 100 and at most 10000000") }
    guard (3...100).contains(partners) else { throw ValidationError("--partners is at least 3 and at most 100") }
  }

  /// Writes the night's folder in a process of its own, so that its memory is not counted.
  func generate(into place: String) throws {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = ["generate", "--orders", "\(orders)", "--seed", "\(seed)", "--partners", "\(partners)", "--folder", place]
    try child.run()
    child.waitUntilExit()
    guard child.terminationStatus == 0 else { throw ExitCode(child.terminationStatus) }
  }
}

/// `qingfen-bench generate`: writes the files of a night and nothing else.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Writes a night's configuration, store files and statements into a folder.")

  @OptionGroup var night: NightOptions

  @Option(help: "Where to; made when it does not exist.")
  var folder: String

  func run() throws { try Night(night).write(into: folder) }
}
