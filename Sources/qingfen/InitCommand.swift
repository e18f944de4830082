import ArgumentParser
import SettlementRun

/// `qingfen init`: the files that a new shop begins with.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Writes a commented configuration with an agreement and a partner to start from.",
    discussion: """
      Writes qingfen.yaml, rules/agreements/video-and-more.yaml and rules/partners/video.yaml. When one of them is there already, nothing \
      is written.

      Example: qingfen init shop

      Exit codes: 0 written · 10 something stands there · 13 the files cannot be written
      """)

  @Argument(help: "The folder to write into; it is made when it is not there.")
  var folder = "."

  func run() throws {
    try Ending.of {
      let written = try StartingFolder.write(folder)
      let file = written[0]
      let next = "next: qingfen rules check --config \(file)\n      qingfen doctor --config \(file)\n"
      try Terminal.result(written.map { "wrote \($0)\n" }.joined() + next)
      return .allMatched
    }
  }
}
