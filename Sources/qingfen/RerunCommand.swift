import ArgumentParser
import LedgerStore
import Reports
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen rerun`: looks at a disputed period once more.
struct RerunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rerun", abstract: "Runs a disputed period again, and issues a new version of what has changed that shows exactly that.",
    discussion: """
      The inputs of every day of the period are read once more, from the archive or with --refetch from their sources, and what is new is \
      posted by runs of the newest day; decisions that wait are applied. Nothing is posted twice, and nothing that was issued is changed.

      A closed period of which nothing has changed is made again and must be what was issued, byte for byte. Else each partner gets \
      <partner>-<period>-R2.xlsx, which names the version it replaces and lists every changed line, old and new, with its cause; the same \
      lines stand in <partner>-<period>-R2-changes.csv. The difference counts as an adjustment in the first open period; what is payable \
      stays as it was issued first. A period that is open gets no version: its draft is that of the newest day.

      --with-rules reckons a closed period by corrected terms of an agreement: versions of the same effective dates. For every partner and \
      order the difference of what was owed is posted once, as an adjust; orders keep the version that split them. With --what-if nothing \
      is posted: output/what-if/<period>-<bundle>.xlsx shows the differences.

      Examples: qingfen rerun --period 2026-03 --partner eleme --reason 'disputed by mail of 7 April' --by 李雷
                qingfen rerun --period 2026-03 --refetch --reason 'corrected files' --by 李雷
                qingfen rerun --period 2026-03 --with-rules corrected.yaml --what-if --reason 'amendment 2' --by 李雷

      Exit codes: 0 done, changed or not · 2 open discrepancies · 3 inputs of a day cannot be read again, or a statement is missing · \
      10 configuration or rules invalid · 11 a run is under way · 12 no source could be reached · 13 no ledger, or disk or database \
      failed · 14 what was issued cannot be made again, nothing issued · 64 usage, or no such period or partner
      """)

  @OptionGroup var file: ConfigurationOption

  @Option(help: "The period: 2026-03-01, 2026-W10, 2026-03-H1, 2026-03 or 2026-Q1.")
  var period: String

  @Option(help: "Only this partner's statement and files.")
  var partner: String?

  @Flag(help: "Fetch the inputs anew; default: as they stand in the archive.")
  var refetch = false

  @Option(help: "A file like one of rules/agreements, with corrected terms of its versions.")
  var withRules: String?

  @Flag(help: "With --with-rules: only show what it would change.")
  var whatIf = false

  @Option(help: "Why it is run again: stands on the new version.")
  var reason: String

  @Option(help: "Who wants it.")
  var by: String

  func validate() throws {
    if whatIf, withRules == nil { throw ValidationError("--what-if goes with --with-rules") }
    if whatIf, refetch { throw ValidationError("--what-if reads no inputs: leave --refetch out") }
    try PersonWords.check([("--reason", reason, PersonWords.longestReason), ("--by", by, PersonWords.longestName)])
  }

  func run() throws {
    try Ending.of {
      let configuration = try Configuration.read(path: file.path)
      let progress = Progress()
      let job = try SettlementJob(
        configuration, from: refetch ? .sources : .archive, runDay: "none: a period is being run again"
      ) { progress.step($0) }
      let order = PeriodRerun.Order(period: period, partner: partner, reason: reason, by: by, rules: withRules)
      if whatIf {
        let (path, differences) = try job.whatIf(order)
        progress.end()
        try Self.report(differences, path)
        return .allMatched
      }
      let (exit, results) = try job.rerun(order) { DayReport.print($0, output: configuration.output) }
      progress.end()
      for result in results { try Self.report(result, period) }
      return exit
    }
  }

  private static func report(_ result: PeriodRerun.Result, _ period: String) throws {
    switch result.what {
    case .unchanged(let closed, let path):
      try Terminal.result("\(closed.statement): nothing has changed, made again byte for byte → \(path)\n")
    case .open: try Terminal.result("\(result.partner) \(period): not closed, its draft is that of the newest day\n")
    case .issued(let closed, let changes, let paths):
      let count = changes.lines.count == 1 ? "1 changed line" : "\(changes.lines.count) changed lines"
      let files = paths.joined(separator: ", ")
      try Terminal.result("\(closed.statement) replaces \(changes.replaces): \(count), \(sums(changes)) → \(files)\n")
    }
  }

  private static func report(_ differences: RuleDifferences, _ path: String) throws {
    for partner in differences.partners {
      let sum = partner.sum.map { Money($0, differences.currency).decimal } ?? "beyond 64 bits"
      let count = partner.rows.count == 1 ? "1 order differs" : "\(partner.rows.count) orders differ"
      try Terminal.result("\(partner.id) \(differences.period): \(count), \(sum) \(differences.currency.code)\n")
    }
    try Terminal.result("nothing was posted → \(path)\n")
  }

  /// `+5.70 CNY counted in 2026-04`; one for each currency and period.
  private static func sums(_ changes: StatementChanges) -> String {
    var sums: [(period: StatementChanges.Counted, currency: Currency, amount: Int128)] = []
    for line in changes.lines {
      if let place = sums.firstIndex(where: { $0.period == line.countedIn && $0.currency == line.currency }) {
        sums[place].amount += Int128(line.difference)
      } else {
        sums.append((line.countedIn, line.currency, Int128(line.difference)))
      }
    }
    return sums.map { sum in
      let amount = Int64(exactly: sum.amount).map { Money($0, sum.currency).decimal } ?? "beyond 64 bits"
      let period = sum.period.period + (sum.period.isClosed ? " (closed)" : "")
      return "\(sum.amount > 0 ? "+" : "")\(amount) \(sum.currency.code) counted in \(period)"
    }.joined(separator: ", ")
  }
}
