import DurableFiles
import Feeds
import Foundation
import Reports
import RuleFiles
import SettlementCore
import Tables
import Transfer

/// Hands one statement over, by mail, SFTP or into a folder; returns when the other side has taken it.
struct Handing {
  let configuration: Configuration
  let secrets: Secrets

  /// Throws what the way throws; its text names no secret.
  func hand(_ statement: OutgoingStatement) throws {
    let file = try sealed(statement, try statement.bytes())
    switch statement.delivery.way {
    case .mail(let to, let subject): try mail(statement, file, to, subject)
    case .sftp(let url, let access):
      let login = try RequestMaker(configuration.transfers) { (reference, source) throws(SourceFailure) in
        try secrets.value(of: reference, for: source)
      }.login(access, purpose(statement))
      try TransferSession().upload(
        UploadRequest(folder: url, name: file.name, bytes: file.bytes, authentication: login.authentication, trust: login.trust))
    case .folder(let folder):
      guard FileManager.default.fileExists(atPath: "\(folder)/.") else {
        throw SettlementRefusal("expected the folder \(folder), found none: make it, or correct deliver in the partner's file")
      }
      try WholeFile.write(to: "\(folder)/\(file.name)") { try $0(file.bytes) }
    }
  }

  private func purpose(_ statement: OutgoingStatement) -> String { "delivery to \(statement.partner.partner)" }

  /// In a zip of its own where the partner has a password for it.
  private func sealed(_ statement: OutgoingStatement, _ bytes: [UInt8]) throws -> (name: String, bytes: [UInt8]) {
    guard let reference = statement.delivery.zipPassword else { return (statement.fileName, bytes) }
    let password = try secrets.value(of: reference, for: purpose(statement))
    let archive = try SealedZip.make(name: statement.fileName, bytes: bytes, password: password)
    return ("\(statement.fileName.dropLast(".xlsx".count)).zip", archive)
  }

  private func mail(_ statement: OutgoingStatement, _ file: (name: String, bytes: [UInt8]), _ to: [String], _ subject: String?) throws {
    guard let server = configuration.mail else {
      throw SettlementRefusal("the configuration has no mail: write mail: {server: …, from: …}")
    }
    let words = MailWords(statement, Wording(statement.partner.language ?? configuration.language))
    let type =
      statement.delivery.zipPassword == nil ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "application/zip"
    // The same mail keeps its id: one that was taken and could not be recorded is known again by whoever gets it twice.
    let message = MailText.message(
      from: server.from, to: to, subject: "\(subject ?? words.subject) \(statement.number)", text: words.text(file.name),
      date: MailSending.date(Date()), id: "\(statement.number).\(statement.sha256.prefix(32))@qingfen",
      attachments: [.init(name: file.name, type: type, bytes: file.bytes)])
    try MailSending.send(message, to: to, by: server, secrets, for: purpose(statement))
  }
}

/// The mail with which a statement comes.
struct MailWords {
  private let statement: OutgoingStatement
  private let say: Wording

  init(_ statement: OutgoingStatement, _ say: Wording) { (self.statement, self.say) = (statement, say) }

  var subject: String { say("\(statement.partner.title)结算单", "Settlement statement of \(statement.partner.title)") }

  func text(_ file: String) -> String {
    var lines = [
      say(
        "随附 \(statement.partner.title) \(statement.period) 期结算单。",
        "Attached is the settlement statement of \(statement.partner.title) for \(statement.period)."),
      say("编号：\(statement.number)", "Number: \(statement.number)"), say("附件：\(file)", "File: \(file)"),
      say("结算单文件 SHA-256：\(statement.sha256)", "SHA-256 of the workbook: \(statement.sha256)"),
    ]
    if statement.isDraft {
      lines.append(say("本件为草稿，仅供核对，不作为付款或开票依据。", "This is a draft for checking: no payment or invoice may rest on it."))
    }
    if statement.delivery.zipPassword != nil {
      lines.append(say("压缩包已加密，密码另行告知。", "The archive is encrypted; the password comes on another way."))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
