import DurableFiles
import Feeds
import Foundation
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// The files of issued statements: made in a hidden folder, recorded in the ledger, then put in their places.
///
/// The ledger decides: once it holds a statement, its files appear, by this command or by the next one.
struct IssuedFiles {
  /// A file of an issued statement: its name and what it must be.
  struct File: Hashable {
    let name: String
    /// In hex.
    let sha256: String
  }

  let configuration: Configuration
  let stage: (ClosingStage) throws -> Void

  init(_ configuration: Configuration, stage: @escaping (ClosingStage) throws -> Void = { _ in }) {
    self.configuration = configuration
    self.stage = stage
  }

  var folder: String { "\(configuration.output)/statements" }
  var staging: String { "\(folder)/.issuing" }

  /// Where the workbook of an issued statement stands.
  func path(_ period: ClosedPeriod) -> String { path(period, Self.files(period)[0]) }

  /// Where all of its files stand: the workbook, and of a later version the changed lines.
  func paths(_ period: ClosedPeriod) -> [String] { Self.files(period).map { path(period, $0) } }

  /// The same with the SHA-256 that each was issued with.
  func digests(_ period: ClosedPeriod) -> [(path: String, sha256: String)] { Self.files(period).map { (path(period, $0), $0.sha256) } }

  private func path(_ period: ClosedPeriod, _ file: File) -> String { "\(folder)/\(period.partner)/\(file.name)" }

  private static func files(_ period: ClosedPeriod) -> [File] {
    let workbook = File(name: "\(period.partner)-\(period.period)-R\(period.version).xlsx", sha256: period.sha256)
    guard let restatement = period.restatement else { return [workbook] }
    let name = ChangesFile.name(period.partner, period.period, version: period.version)
    return [workbook, File(name: name, sha256: restatement.changesSHA256)]
  }

  private func staged(_ file: File) -> String { "\(staging)/\(file.name)" }

  /// Makes the files of statements in the hidden folder; returns the SHA-256 of each, the workbook first, in the same order.
  func make(_ statements: [PartnerStatement]) throws -> [[String]] {
    try FinalFile.discard(folder: staging)
    try FolderTree.ensure("\(staging)/tmp")
    let staging = staging
    return try inParallel(statements.count) { place in
      let statement = statements[place]
      let path = "\(staging)/\(statement.fileName)"
      try StatementWorkbook.write(statement, to: path, temporaryFolder: "\(staging)/tmp")
      let workbook = try Digest.sha256(ofFile: path).sha256
      guard let changes = statement.changesFileName else { return [workbook] }
      var file = try OutputFile(path: "\(staging)/\(changes)")
      try file.append(ChangesFile.csv(statement))
      return [workbook, try file.finish().sha256]
    }
  }

  /// Puts the made files of statements that the ledger holds in their places, and clears the hidden folder.
  func put(_ periods: [ClosedPeriod]) throws {
    for period in periods {
      for file in Self.files(period) {
        try stage(.putting)
        try FinalFile.put(staged(file), at: path(period, file))
      }
    }
    try FinalFile.discard(folder: staging)
  }

  /// Clears the hidden folder of files that are not put.
  func discard() throws { try FinalFile.discard(folder: staging) }

  /// Gives every statement that the ledger holds its files, where an earlier command was cut off before it could.
  ///
  /// `remake` makes statements again from the ledger's facts. Throws `BrokenLaw` when a file cannot be made as it was issued.
  func complete(_ closed: [ClosedPeriod], remake: ([ClosedPeriod]) throws -> [PartnerStatement]) throws {
    let missing = try closed.map { period in (period, try lacking(period)) }.filter { !$0.1.isEmpty }
    var lost: [(period: ClosedPeriod, files: [File])] = []
    for (period, files) in missing {
      let made = try files.filter(isStaged)
      for file in made { try FinalFile.put(staged(file), at: path(period, file)) }
      let rest = files.filter { !made.contains($0) }
      if !rest.isEmpty { lost.append((period, rest)) }
    }
    if !lost.isEmpty {
      try make(again: lost.map(\.period), try remake(lost.map(\.period)))
      for (period, files) in lost { for file in files { try FinalFile.put(staged(file), at: path(period, file)) } }
    }
    try FinalFile.discard(folder: staging)
  }

  /// Makes issued statements again in the hidden folder. Throws `BrokenLaw` when one is not byte for byte what was issued.
  func make(again periods: [ClosedPeriod], _ statements: [PartnerStatement]) throws {
    let digests = try make(statements)
    for (period, digests) in zip(periods, digests) {
      for (file, digest) in zip(Self.files(period), digests) where digest != file.sha256 {
        try FinalFile.discard(folder: staging)
        let path = path(period, file)
        let stands = try FinalFile.stands(at: path)
        throw BrokenLaw(
          "statement \(period.statement) was issued with SHA-256 \(file.sha256), \(stands ? "" : "its file \(path) is missing, and ")what "
            + "can be made now has \(digest): put \(stands ? "" : "the issued file back from a copy, or ")the partner's rule file "
            + "\(stands ? "back " : "")as it was")
      }
    }
  }

  private func lacking(_ period: ClosedPeriod) throws -> [File] {
    try Self.files(period).filter { try !FinalFile.stands(at: path(period, $0)) }
  }

  private func isStaged(_ file: File) throws -> Bool {
    let path = staged(file)
    guard try FinalFile.stands(at: path) else { return false }
    return try Digest.sha256(ofFile: path).sha256 == file.sha256
  }

  /// Throws `BrokenLaw` when a file of an issued statement is not the one that was issued.
  func verify(_ period: ClosedPeriod) throws {
    for file in Self.files(period) {
      let path = path(period, file)
      let digest = try Digest.sha256(ofFile: path).sha256
      if digest == file.sha256 { continue }
      throw BrokenLaw(
        "statement \(period.statement): expected \(path) as it was issued, SHA-256 \(file.sha256), found \(digest); "
          + "move the changed file away and run any command to have it made again")
    }
  }
}

extension PartnerStatement {
  /// The name of the file of its changed lines; nil for a draft and a first version.
  fileprivate var changesFileName: String? { changes == nil ? nil : "\(fileName.dropLast(5))-changes.csv" }
}

/// The steps of a closing or restatement that change something, in their order. Each is named as it begins.
public enum ClosingStage: String, Sendable, CaseIterable {
  /// Files into the hidden folder.
  case making
  /// All of it into the ledger: from here on the statements are issued.
  case recording
  /// One file into its place; named for each.
  case putting
}
