import ArgumentParser
import Reports
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen discrepancies resolve`: decisions on one discrepancy, or on many from a filled-in list.
struct DiscrepanciesResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve", abstract: "Records what was decided about open discrepancies: accept ours, accept theirs, or waive.",
    discussion: """
      A decision needs a reason and a name, and stands on the amounts that the ledger shows. Nothing is posted or published by this \
      command: the next run applies it, if the amounts are still those; run the newest day again to apply it at once. Accepting theirs \
      posts theirs − ours to the partner as an adjust; accepting ours and waiving post nothing. A resolved discrepancy is open again \
      when it comes back with other amounts or from a new cause.

      --from reads a discrepancies.xlsx with its last three columns filled in, or a CSV with the columns partner, kind, key, decision, \
      reason and by; with the columns ours and theirs too, the amounts must still be those. All rows are recorded, or none: every \
      problem is printed as file:line.

      Examples: qingfen discrepancies resolve eleme amount redeemed:R1 --decision accept-theirs --reason 'price list of March' --by 李雷
                qingfen discrepancies resolve --from discrepancies.xlsx

      Exit codes: 0 recorded · 10 configuration invalid · 11 a run is under way · 13 no ledger, or it cannot be written · \
      64 usage, or a decision that cannot be recorded
      """)

  @OptionGroup var file: ConfigurationOption

  @Argument(help: "The partner's id; - for a discrepancy of none.")
  var partner: String?

  @Argument(help: "The kind, such as amount or missing-at-store.")
  var kind: DiscrepancyKind?

  @Argument(help: "The key, such as redeemed:R1, as the list prints it.")
  var key: String?

  @Option(help: "accept-ours, accept-theirs or waive.")
  var decision: Decision?

  @Option(help: "Why.")
  var reason: String?

  @Option(help: "Who decides.")
  var by: String?

  @Option(help: "Our amount as it was decided on; another one in the ledger is refused.")
  var ours: String?

  @Option(help: "Their amount as it was decided on.")
  var theirs: String?

  @Option(name: .customLong("from"), help: "A filled-in discrepancies.xlsx, or a CSV.")
  var list: String?

  func validate() throws {
    let hasSingle = partner != nil || decision != nil || reason != nil || by != nil || ours != nil || theirs != nil
    if list != nil, hasSingle { throw ValidationError("give either --from, or one discrepancy with its decision") }
    if list == nil, kind == nil || key == nil || decision == nil || reason == nil || by == nil {
      throw ValidationError("expected --from, or partner, kind and key with --decision, --reason and --by")
    }
  }

  func run() throws {
    try Ending.of {
      let configuration = try Configuration.read(path: file.path)
      let receipt = try list.map { try Resolving.record(from: $0, configuration) } ?? Resolving.record(single(), configuration)
      try Terminal.result(Self.text(receipt))
      return .allMatched
    }
  }

  private func single() -> FilledDecision {
    func amount(_ text: String?) -> FilledDecision.Amount { text.map { .text($0) } ?? .notGiven }
    return FilledDecision(
      partner: partner!, kind: kind!.rawValue, key: key!, ours: amount(ours), theirs: amount(theirs), decision: decision!.rawValue,
      reason: reason!, by: by!)
  }

  private static func text(_ receipt: Resolving.Receipt) -> String {
    let count = receipt.recorded.reduce(0) { $0 + $1.count }
    let parts = receipt.recorded.map { "\($0.count) \($0.decision.rawValue)" }.joined(separator: ", ")
    var text = count == 0 ? "nothing new\n" : "\(count == 1 ? "1 decision" : "\(count) decisions") recorded: \(parts)\n"
    if receipt.repeated > 0 { text += "\(receipt.repeated) recorded before, word for word\n" }
    return text + "the next run applies what is recorded; to apply it at once: qingfen run --date \(receipt.day)\n"
  }
}

extension Decision: ExpressibleByArgument {}
