import ArgumentParser
import RuleFiles
import SettlementRun

/// `qingfen ledger`: the database itself.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Makes the ledger's database, brings it up to date, and moves it into PostgreSQL.",
    discussion: "Example: qingfen ledger migrate --as ledger_owner --reader finance",
    subcommands: [LedgerMigrateCommand.self, LedgerCopyCommand.self])
}

/// `qingfen ledger migrate`.
struct LedgerMigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Creates the ledger's schema or brings it up to date, and grants the rights of its roles.",
    discussion: """
      A ledger in PostgreSQL is made and brought up to date by this command only: a run has no right to, and refuses another version. The \
      role of --as becomes the owner of the schema; the user of the configuration may then add rows and change none of the past, and the \
      roles of --reader may only read. All of them exist already. The owner's password comes from PGPASSWORD or .pgpass. Everything is \
      done in one transaction and may be repeated. A ledger in a file needs none of this: every run brings it up to date.

      Example: qingfen ledger migrate --config qingfen.yaml --as ledger_owner --reader finance --reader audit

      Exit codes: 0 done · 10 configuration invalid · 11 a run is under way · 13 database failed
      """)

  @OptionGroup var file: ConfigurationOption

  @Option(name: .customLong("as"), help: "The role that owns the schema. Default: the user of the configuration.")
  var owner: String?

  @Option(name: .customLong("reader"), help: "A role that may read the ledger; may be given several times.")
  var readers: [String] = []

  func run() throws {
    try Ending.of {
      let outcome = try LedgerMigrating.run(try Configuration.read(path: file.path), owner: owner, readers: readers)
      let change =
        outcome.from == outcome.to
        ? "schema \(outcome.to), as it was" : outcome.from == 0 ? "schema \(outcome.to), made" : "schema \(outcome.from) → \(outcome.to)"
      try Terminal.result("\(outcome.ledger): \(change)\n")
      return .allMatched
    }
  }
}

/// `qingfen ledger copy`.
struct LedgerCopyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy", abstract: "Copies a ledger in a file into an empty one in PostgreSQL, and compares both.",
    discussion: """
      The two configurations differ in `ledger` only. First let the owner run `qingfen ledger migrate` on the target. Everything is copied in \
      one transaction, row by row; then both ledgers are asked everything that a ledger can be asked. Runs wait meanwhile. The file \
      stays as it is.

      Example: qingfen ledger copy --from qingfen.yaml --to qingfen-postgres.yaml

      Exit codes: 0 copied, and all answers alike · 10 configuration invalid · 11 a run is under way · 13 disk or database failed, or the \
      answers differ
      """)

  @Option(help: "The configuration of the ledger in a file.")
  var from: String

  @Option(help: "The configuration of the ledger in PostgreSQL.")
  var to: String

  func run() throws {
    try Ending.of {
      let progress = Progress()
      let outcome = try LedgerCopying.run(from: try Configuration.read(path: from), to: try Configuration.read(path: to)) {
        progress.step($0)
      }
      progress.end()
      let lines = outcome.tables.filter { $0.rows > 0 }.map { "\($0.table) \($0.rows)\n" }.joined()
      try Terminal.result(lines + "\(outcome.questions) questions answered alike by both\n")
      return .allMatched
    }
  }
}
