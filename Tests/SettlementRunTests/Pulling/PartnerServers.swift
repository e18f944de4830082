import Foundation
import Testing

/// The sample's statements on the partners' servers: each of the ten partners by another way in.
final class PartnerServers {
  let name = "partners-\(UInt32.random(in: 0...UInt32.max))"

  init() throws {
    for area in ["www", "sftp", "ftp"] {
      try FileManager.default.copyItem(at: Peers.repository.appendingPathComponent("samples/statements"), to: Peers.url(area, name))
    }
    try Data("machine 127.0.0.1 login qingfen password password-canary\n".utf8).write(to: Self.netrc)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: Self.netrc.path)
  }

  deinit { for area in ["www", "sftp", "ftp"] { try? FileManager.default.removeItem(at: Peers.url(area, name)) } }

  /// How the names of a partner's files end.
  static func ending(_ partner: String) -> String {
    ["eleme": "zip", "luckin": "xlsx", "meituan": "txt", "qq-music": "json"][partner] ?? "csv"
  }

  private static let netrc = Peers.url("netrc")

  /// Points the partners' files of a shop at the servers.
  func serve(_ shop: SampleShop) throws {
    for (partner, lines) in try places() {
      try shop.change(
        shop.partner(partner), "  url: \"file:statements/\(partner)/{date}.\(Self.ending(partner))\"",
        lines.map { "  " + $0 }.joined(separator: "\n"))
    }
    let configuration = shop.workplace.text(SampleShop.configuration) ?? ""
    if !configuration.contains(SampleShop.impatient) { try shop.configure(configuration + SampleShop.impatient) }
    try FileManager.default.removeItem(at: shop.workplace.folder.appendingPathComponent("samples/statements"))
    shop.environment = try Peers.secrets()
  }

  /// Where a partner's file of a day lies.
  func file(_ partner: String, _ day: String) throws -> URL {
    let area = ["didi": "sftp", "eleme": "sftp", "iqiyi": "ftp", "luckin": "ftp"][partner] ?? "www"
    return Peers.url(area, "\(name)/\(partner)/\(day).\(Self.ending(partner))")
  }

  private func places() throws -> [String: [String]] {
    let (sftp, ca) = ("sftp://127.0.0.1:\(try Peers.fact("ssh.port"))\(Peers.folder)/sftp/\(name)", "ca: \(Peers.folder)/tls/ca.pem")
    func https(_ path: String, server: String = "port") throws -> String {
      "url: \"https://127.0.0.1:\(try Peers.fact("https.\(server)"))/\(path)\""
    }
    func ftp(_ scheme: String, _ server: String, _ partner: String) throws -> [String] {
      [
        "url: \"\(scheme)://127.0.0.1:\(try Peers.fact("ftps.\(server)"))/\(name)/\(partner)/{date}.\(Self.ending(partner))\"",
        "user: anonymous",
        "password: {env: QINGFEN_FTP_PASSWORD}", ca,
      ]
    }
    return [
      "didi": [
        "url: \"\(sftp)/didi/{date}.csv\"", "user: root", "key: \(Peers.folder)/ssh/client", "host-key: \"\(try Peers.fact("ssh.pin"))\"",
      ],
      "eleme": [
        "url: \"\(sftp)/eleme/{date}.zip\"", "user: root", "key: \(Peers.folder)/ssh/locked", "passphrase: {env: QINGFEN_KEY_PASSPHRASE}",
        "known-hosts: \(Peers.folder)/ssh/known_hosts",
      ],
      "iqiyi": try ftp("ftpes", "port", "iqiyi"),
      "luckin": try ftp("ftps", "implicit", "luckin"),
      "meituan": [try https("bearer/\(name)/meituan/{date}.txt"), ca, "auth: {bearer: {env: QINGFEN_TOKEN}}"],
      "qq-music": [
        try https("basic/\(name)/qq-music/{date}.json"), ca, "auth: {basic: {user: qingfen, password: {env: QINGFEN_PASSWORD}}}",
      ],
      "tencent-video": [
        try https("hmac/\(name)/tencent-video/{date}.csv"), ca,
        #"auth: {hmac: {key: {env: QINGFEN_HMAC_KEY}, sign: "{method}\n{path}\n{timestamp}\n{nonce}\n{body-sha256}", "#
          + "signature-header: X-Signature, timestamp-header: X-Timestamp, nonce-header: X-Nonce}}",
      ],
      "tmall": [
        try https("files/\(name)/tmall/{date}.csv", server: "client"), ca,
        "auth: {certificate: \(Peers.folder)/tls/client.pem, key: \(Peers.folder)/tls/client-locked.key, "
          + "passphrase: {env: QINGFEN_KEY_PASSPHRASE}}",
      ],
      "ximalaya": [try https("basic/\(name)/ximalaya/{date}.csv"), ca, "auth: {netrc: \(Self.netrc.path)}"],
      "douyin": [
        try https("shop/\(name)/ask/douyin/{date}.csv"), ca, "auth: {bearer: {env: QINGFEN_TOKEN}}", "ask:", "  link: /download_url",
        "  hash: /hash_value", "  empty: {at: /code, is: [NO_BILL_EXIST]}", "  waiting: {at: /code, is: [BILL_CREATING]}",
      ],
    ]
  }
}
