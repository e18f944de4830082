import SettlementCore

/// Reads `deliver` of a partner's file: one of `mail`, `sftp` and `folder`, and what goes out.
///
/// Defaults: `drafts: false`, `incomplete: false`, no `since`, no `zip-password`.
struct DeliveryReader {
  private let reader: MappingReader
  private let folder: String
  private static let ways = ["mail", "sftp", "folder"]

  /// Nil when the partner gets nothing by itself. Paths are relative to `folder`.
  init?(_ partner: MappingReader, in folder: String) {
    let keys = Self.ways + ["drafts", "incomplete", "since", "zip-password"]
    guard let reader = partner.mapping("deliver", "a delivery", keys: keys) else { return nil }
    self.reader = reader
    self.folder = folder
  }

  /// Nil when a problem was found.
  func read() -> DeliverySettings? {
    let way = way()
    let (drafts, incomplete) = (reader.flag("drafts") ?? false, reader.flag("incomplete") ?? false)
    let since = reader.day("since")
    let password = reader.secret("zip-password")
    return way.map { DeliverySettings(way: $0, drafts: drafts, incomplete: incomplete, since: since, zipPassword: password) }
  }

  private func way() -> DeliverySettings.Way? {
    switch reader.one(of: Self.ways) {
    case "mail":
      guard let mail = reader.mapping("mail", "mail", keys: ["to", "subject"], required: ["to"]) else { return nil }
      let subject = mail.text("subject")
      let to = mail.addresses("to")
      return to.isEmpty ? nil : .mail(to: to, subject: subject)
    case "sftp":
      let keys = ["url", "user", "password", "key", "passphrase", "host-key", "known-hosts"]
      guard let sftp = reader.mapping("sftp", "sftp", keys: keys, required: ["url", "user"]) else { return nil }
      let url = folderURL(sftp)
      let access = ServerAccessReader(sftp, in: folder).sftp()
      guard let url, let access else { return nil }
      return .sftp(url: url, access)
    case "folder": return reader.path("folder", in: folder).map { .folder($0) }
    default: return nil
    }
  }

  /// Ends with a slash.
  private func folderURL(_ sftp: MappingReader) -> String? {
    guard let text = sftp.text("url"), let url = sftp.url("url", text, schemes: ["sftp"], example: "sftp://files.partner.example/in/")
    else {
      return nil
    }
    if url.path.contains("?") || url.path.contains("\"") || text.contains(where: { $0 == "{" || $0 == "}" }) {
      sftp.refuse("url", expected: "the URL of a folder", advice: "write such as sftp://files.partner.example/in/")
    }
    return text.hasSuffix("/") ? text : text + "/"
  }
}
