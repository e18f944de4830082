import DurableFiles
import Feeds
import LedgerStore
import RuleFiles
import SettlementCore

/// `qingfen deliver`: gives partners the statements that they have not got, each number and content once.
///
/// A delivery is recorded in the ledger once the other side has taken it. A command that is cut off between the two hands it over again:
/// into a folder or by SFTP as a file of the same name, by mail as a mail with the same Message-ID.
public struct StatementSending {
  /// What became of one statement.
  public struct Result: Sendable {
    public enum What: Sendable {
      case sent
      /// It was before: nothing has happened.
      case wasSent
      /// A lack keeps it here, for the partner's rule does not say `incomplete: true`.
      case held(String)
      case failed(String)
    }
    public let partner: String
    public let statement: String
    /// `mail to a@x.example`.
    public let way: String
    public let what: What
  }

  /// Hands over what is due, of one partner or period or of all; one that fails does not stop the others.
  ///
  /// Throws `ClosingProblem` when the partner has no rule for it, `RunLockRefusal` while a run is under way, and what opening the ledger
  /// throws, `SuspectLedger` too. `stage` is told before each record, and ends the command by throwing.
  public static func send(
    partner: String? = nil, period: String? = nil, _ configuration: Configuration, stage: @escaping (String) throws -> Void = { _ in }
  ) throws -> [Result] {
    try send(partner: partner, period: period, configuration, Secrets(), stage: stage)
  }

  static func send(
    partner: String? = nil, period: String? = nil, _ configuration: Configuration, _ secrets: Secrets,
    stage: @escaping (String) throws -> Void = { _ in }
  ) throws -> [Result] {
    guard LedgerOpening.exists(configuration) else { throw LedgerOpening.absent(configuration) }
    let suspicion = SuspectMark(configuration)
    return try suspicion.watching {
      try FolderTree.ensure(configuration.output)
      let lock = try RunLock(path: configuration.lock, runDay: "none: statements are being delivered")
      try suspicion.check()
      let reading = try LedgerReading(configuration, changing: "deliver")
      if let partner { try check(partner, reading.rules.book) }
      let results = try StatementSending(reading: reading, handing: Handing(configuration: configuration, secrets: secrets), stage: stage)
        .send(try OutgoingStatements(reading: reading, partner: partner, period: period).all())
      lock.release()
      return results
    }
  }

  /// What is due after a run or a closing; nothing when no partner has a rule for it. Never throws: what went wrong is a text.
  public static func sendWhatIsDue(_ configuration: Configuration) -> (results: [Result], problem: String?) {
    do {
      let book = try RuleFolder.read(path: configuration.rules, configuration: configuration.folder)
      if !book.partners.contains(where: { $0.delivery != nil }) || !LedgerOpening.exists(configuration) { return ([], nil) }
      return (try send(configuration), nil)
    } catch {
      return ([], "deliver: \(error); qingfen deliver tries it again")
    }
  }

  /// How a command ends that delivered: 12 when something could not be handed over.
  public static func exit(_ results: [Result]) -> ExitCode {
    results.contains { if case .failed = $0.what { true } else { false } } ? .sourcesUnreachable : .allMatched
  }

  private static func check(_ partner: String, _ book: RuleBook) throws(ClosingProblem) {
    guard let settings = book.partners.first(where: { $0.partner == partner }) else {
      throw ClosingProblem("expected a partner with a file in rules/partners, found '\(AlignedTable.printable(partner))'")
    }
    if settings.delivery == nil { throw ClosingProblem("partner \(partner): expected deliver in its file, found none") }
  }

  private let reading: LedgerReading
  private let handing: Handing
  private let stage: (String) throws -> Void

  private init(reading: LedgerReading, handing: Handing, stage: @escaping (String) throws -> Void) {
    (self.reading, self.handing, self.stage) = (reading, handing, stage)
  }

  private func send(_ statements: [OutgoingStatement]) throws -> [Result] {
    struct Version: Hashable { let statement, sha256: String }
    let sent = Set(try reading.ledger.deliveries().map { Version(statement: $0.statement, sha256: $0.sha256) })
    return try statements.map { statement in
      let isSent = sent.contains(Version(statement: statement.number, sha256: statement.sha256))
      return Result(
        partner: statement.partner.partner, statement: statement.number, way: statement.delivery.way.words,
        what: isSent ? .wasSent : try send(statement))
    }
  }

  private func send(_ statement: OutgoingStatement) throws -> Result.What {
    if let lack = statement.lack, !statement.delivery.incomplete { return .held(lack) }
    do {
      try handing.hand(statement)
    } catch {
      return .failed("\(error)")
    }
    try stage(statement.number)
    let way = statement.delivery.way
    try reading.ledger.record(
      delivery: DeliveryRecord(
        statement: statement.number, sha256: statement.sha256, partner: statement.partner.partner, way: way.name,
        recipient: way.recipient, takenAt: InputKeeping.now, run: reading.state.runs.last?.number ?? 0))
    return .sent
  }
}

extension DeliverySettings.Way {
  /// As the ledger calls it.
  var name: String {
    switch self {
    case .mail: "mail"
    case .sftp: "sftp"
    case .folder: "folder"
    }
  }

  var recipient: String {
    switch self {
    case .mail(let to, _): to.joined(separator: ", ")
    case .sftp(let url, _): url
    case .folder(let folder): folder
    }
  }

  var words: String { self.name == "mail" ? "mail to \(recipient)" : "\(name) \(recipient)" }
}
