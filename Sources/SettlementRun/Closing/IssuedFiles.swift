import DurableFiles
import Feeds
import Foundation
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// The workbooks of issued statements: made in a hidden folder, recorded in the ledger, then put in their places.
///
/// The ledger decides: once it holds a statement, its file appears, by this command or by the next one.
struct IssuedFiles {
  let configuration: Configuration
  let stage: (ClosingStage) throws -> Void

  init(_ configuration: Configuration, stage: @escaping (ClosingStage) throws -> Void = { _ in }) {
    self.configuration = configuration
    self.stage = stage
  }

  var folder: String { "\(configuration.output)/statements" }
  var staging: String { "\(folder)/.issuing" }

  /// Where an issued statement stands.
  func path(_ period: ClosedPeriod) -> String { "\(folder)/\(period.partner)/\(Self.name(period))" }

  private static func name(_ period: ClosedPeriod) -> String { "\(period.partner)-\(period.period)-R\(period.version).xlsx" }

  private func staged(_ name: String) -> String { "\(staging)/\(name)" }

  /// Makes workbooks in the hidden folder; returns their SHA-256, in the same order.
  func make(_ statements: [PartnerStatement]) throws -> [String] {
    try FinalFile.discard(folder: staging)
    try FolderTree.ensure("\(staging)/tmp")
    let staging = staging
    return try inParallel(statements.count) { place in
      let path = "\(staging)/\(statements[place].fileName)"
      try StatementWorkbook.write(statements[place], to: path, temporaryFolder: "\(staging)/tmp")
      return try Digest.sha256(ofFile: path).sha256
    }
  }

  /// Puts the made workbooks of statements that the ledger holds in their places, and clears the hidden folder.
  func put(_ periods: [ClosedPeriod]) throws {
    for period in periods {
      try stage(.putting)
      try FinalFile.put(staged(Self.name(period)), at: path(period))
    }
    try FinalFile.discard(folder: staging)
  }

  /// Gives every statement that the ledger holds its file, where an earlier command was cut off before it could.
  ///
  /// `remake` makes statements again from the ledger's facts. Throws `BrokenLaw` when a file cannot be made as it was issued.
  func complete(_ closed: [ClosedPeriod], remake: ([ClosedPeriod]) throws -> [PartnerStatement]) throws {
    let missing = try closed.filter { try !FinalFile.stands(at: path($0)) }
    let made = try missing.filter { try isStaged($0) }
    for period in made { try FinalFile.put(staged(Self.name(period)), at: path(period)) }
    let lost = missing.filter { !made.contains($0) }
    if !lost.isEmpty {
      let digests = try make(try remake(lost))
      for (period, digest) in zip(lost, digests) where digest != period.sha256 {
        try FinalFile.discard(folder: staging)
        throw BrokenLaw(
          "statement \(period.statement) was issued with SHA-256 \(period.sha256), its file \(path(period)) is missing, and what can be "
            + "made now has \(digest): put the issued file back from a copy, or the partner's rule file as it was")
      }
      for period in lost { try FinalFile.put(staged(Self.name(period)), at: path(period)) }
    }
    try FinalFile.discard(folder: staging)
  }

  private func isStaged(_ period: ClosedPeriod) throws -> Bool {
    let path = staged(Self.name(period))
    guard try FinalFile.stands(at: path) else { return false }
    return try Digest.sha256(ofFile: path).sha256 == period.sha256
  }

  /// Throws `BrokenLaw` when the file of an issued statement is not the one that was issued.
  func verify(_ period: ClosedPeriod) throws {
    let digest = try Digest.sha256(ofFile: path(period)).sha256
    if digest != period.sha256 {
      throw BrokenLaw(
        "statement \(period.statement): expected \(path(period)) as it was issued, SHA-256 \(period.sha256), found \(digest); "
          + "move the changed file away and run any command to have it made again")
    }
  }
}

/// The steps of a closing that change something, in their order. A closing names each as it begins.
public enum ClosingStage: String, Sendable, CaseIterable {
  /// Workbooks into the hidden folder.
  case making
  /// All of it into the ledger: from here on the statements are issued.
  case recording
  /// One workbook into its place; named for each.
  case putting
}
