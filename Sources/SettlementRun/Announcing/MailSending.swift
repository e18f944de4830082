import Feeds
import Foundation
import SettlementCore
import Transfer

/// Hands finished mails to the server that a configuration names.
enum MailSending {
  /// Returns when the server has taken it. Throws `SourceFailure` when the password cannot be had (`purpose` names what it is for), and
  /// `MailFailure`.
  static func send(_ message: [UInt8], to: [String], by server: MailServer, _ secrets: Secrets, for purpose: String) throws {
    var login: (user: String, password: Secret)?
    if let user = server.user, let password = server.password { login = (user, Secret(try secrets.value(of: password, for: purpose))) }
    try TransferSession().send(
      MailRequest(url: server.url, from: server.from, to: to, login: login, authorityFile: server.authorities, message: message))
  }

  /// As RFC 5322 writes it, in Greenwich time.
  static func date(_ date: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .gmt
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss +0000"
    return formatter.string(from: date)
  }
}
