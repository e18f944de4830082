import Foundation
import SettlementCore

/// What `qingfen.yaml` says (SPEC §12). Every path is already relative to the folder the process runs in, or absolute.
///
/// Required: `store` and `ledger`. Defaults: `zone: Asia/Shanghai`, `rules: rules`, `output: output`, `archive: archive`, `lang: zh`,
/// `max-rejected: "0.1"`, no `codes`, `transfers: {at-once: 4, attempts: 5, wait: 2m}`, no `metrics`, no `notify`,
/// no `payer`, no `mail`, `risk` as `RiskLimits` says.
public struct Configuration: Sendable {
  /// Of the time zone database, such as `Asia/Shanghai`.
  public let zone: String
  /// The folder with `agreements` and `partners`.
  public let rules: String
  public let store: StoreSource
  public let ledger: LedgerSource
  public let output: String
  public let archive: String
  public let language: PartnerSettings.Language
  /// The part of a source's rows that may be rejected before the source fails.
  public let maximumRejected: Rate
  /// The key of the card codes' HMAC; nil: codes are dropped on the way in.
  public let codeKey: SecretReference?
  public let transfers: TransferSettings
  /// Where figures for Prometheus are written after every run; nil: nowhere.
  public let metrics: String?
  /// Who is told how a run ended.
  public let notices: [NoticeHook]
  /// The account that payments are made from; nil: no payment file for a bank can be made.
  public let payer: BankAccount?
  /// The server that takes statements for partners by mail; nil: none can be mailed.
  public let mail: MailServer?
  /// From where on a run speaks of a risk.
  public let risk: RiskLimits
  /// The folder of the configuration file, to which statement urls are relative.
  public let folder: String

  /// The lock file of runs, with which a run holds the folders it writes: beside the ledger's file, or in `output` when the ledger is a
  /// database, which has a lock of its own.
  public var lock: String { lock(of: ledger) }

  /// The same for a ledger that takes the place of the configuration's.
  public func lock(of ledger: LedgerSource) -> String {
    if case .sqlite(let path) = ledger { path + ".lock" } else { "\(output)/ledger.lock" }
  }

  /// Reads and checks a configuration file. Throws all its problems together.
  public static func read(path: String) throws(RuleProblems) -> Configuration {
    let list = ProblemList()
    let cut = path.utf8.lastIndex(of: 0x2F)
    let name = cut.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    let folder = cut.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let problems = list.file(name)
    let configuration = RuleFile.read(path: path, problems).flatMap { ConfigurationReader($0, folder: folder, problems)?.read() }
    try list.throwIfAny()
    guard let configuration else { preconditionFailure("a configuration without problems was read") }
    return configuration
  }

  /// A path of the configuration or of a rule file: absolute as it is, else under the configuration's folder.
  public func resolve(_ path: String) -> String { Self.resolve(path, in: folder) }

  static func resolve(_ path: String, in folder: String) -> String {
    if path.hasPrefix("/") || folder == "." { return path }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }
}
