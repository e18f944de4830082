import Foundation
import Testing

@testable import SettlementRun

/// Keys and certificates are judged before any server is asked.
@Suite struct KeyFileTests {
  /// The begin of a key file as ssh-keygen writes it.
  private func key(_ kind: String, cipher: String = "none") -> String {
    func field(_ bytes: [UInt8]) -> [UInt8] { [0, 0, 0, UInt8(bytes.count)] + bytes }
    let bytes =
      Array("openssh-key-v1\0".utf8) + field(Array(cipher.utf8)) + field(Array("none".utf8)) + field([]) + [0, 0, 0, 1]
      + field(field(Array(kind.utf8)) + field([1, 2, 3]))
    return pem("OPENSSH PRIVATE KEY", bytes)
  }

  private func pem(_ label: String, _ bytes: [UInt8]) -> String {
    "-----BEGIN \(label)-----\n\(Data(bytes).base64EncodedString())\n-----END \(label)-----\n"
  }

  private func finding(_ text: String, isOpened: Bool = false) -> String {
    SSHKeyCheck.finding("partner video", "k", Array(text.utf8), isOpened: isOpened).description
  }

  @Test func kindsOfKeys() {
    #expect(finding(key("ssh-ed25519")) == "ok       partner video: k is an Ed25519 key")
    #expect(finding(key("ecdsa-sha2-nistp256")) == "ok       partner video: k is an ECDSA key")
    let rsa = "problem  partner video: k is an RSA key, which libssh2 1.10 cannot log in with; make an Ed25519 key: ssh-keygen -t ed25519"
    #expect(finding(key("ssh-rsa")) == rsa)
    #expect(finding(pem("RSA PRIVATE KEY", [1])) == rsa)
    #expect(finding(pem("PRIVATE KEY", [0x30, 9, 2, 1, 0, 0x30, 13, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 13, 1, 1, 1])) == rsa)
    #expect(finding(pem("PRIVATE KEY", [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70])).hasSuffix("an Ed25519 key"))
    #expect(finding("ssh-ed25519 AAAA public") == "problem  partner video: k holds no private key; name the file of the private key")
    #expect(
      finding(key("ssh-ed25519", cipher: "aes256-ctr"))
        == "problem  partner video: k is encrypted, and no passphrase is configured; set passphrase: beside key:")
    #expect(finding(key("ssh-ed25519", cipher: "aes256-ctr"), isOpened: true) == "ok       partner video: k is an Ed25519 key")
    #expect(finding(String(key("ssh-ed25519").prefix(60))).hasPrefix("warning  partner video: what kind of key k holds cannot be seen"))
  }

  @Test func aKeyThatOthersCanRead() throws {
    let shop = try ExaminedShop()
    try shop.place.write(key("ssh-rsa"), to: "keys/video")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(shop.path)/keys/video")
    try shop.state(
      "url: \"sftp://127.0.0.1:1/{date}.csv\", user: q, key: keys/video, "
        + "host-key: \"SHA256:\(String(repeating: "A", count: 43))\"")
    let (exit, lines) = shop.lines(about: "partner video")
    #expect(exit == .configurationInvalid)
    #expect(
      lines == [
        "warning  partner video: others than its owner have rights to HERE/keys/video: 644; chmod 600 HERE/keys/video",
        "problem  partner video: HERE/keys/video is an RSA key, which libssh2 1.10 cannot log in with; "
          + "make an Ed25519 key: ssh-keygen -t ed25519",
        "warning  partner video: not asked, for a file of it cannot be used; mend that, then run doctor again",
      ])
  }

  /// Valid from 2020-01-01 to 2020-02-01.
  private static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBeTCCAR+gAwIBAgIBATAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9RaW5nZmVu
    IHRlc3QgY2EwHhcNMjAwMTAxMDAwMDAwWhcNMjAwMjAxMDAwMDAwWjASMRAwDgYD
    VQQDDAdleHBpcmVkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEfDiGK0o7dUgT
    N9Kzi0v+JlapSo+j37qKkN/9ndGYErU7oZMEaATZNS56HsGRKw5all4hdkmRhkoz
    j4ZqKds1M6NeMFwwGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMB0GA1UdDgQW
    BBQSQd7RiktbJH1QjLe0CLg8+50TujAfBgNVHSMEGDAWgBTCOQJ7tLS52LW913qQ
    sjEzdH/uojAKBggqhkjOPQQDAgNIADBFAiAWgnoVuE6sOPv5mNi3bZF2v8HCqaA/
    KjdvA+lWGZdT5gIhAJbsnA8VUo5/rw3voob8a1ihrrPbXP8TAAuLsIoWZmtB
    -----END CERTIFICATE-----
    """

  @Test func certificatesEnd() throws {
    #expect(CertificateDates.ends(inPEM: Array(Self.certificate.utf8)) == [1_580_515_200])
    #expect(CertificateDates.ends(inPEM: Array((Self.certificate + Self.certificate).utf8)).count == 2)
    #expect(CertificateDates.ends(inPEM: Array("-----BEGIN CERTIFICATE-----\nMAAA\n".utf8)) == [])
    let shop = try ExaminedShop()
    try shop.place.write(Self.certificate, to: "ca.pem")
    let files = SourceFiles(authorities: "\(shop.path)/ca.pem")
    func line(at now: Int64) -> String {
      files.findings("store", now: now)[0].description.replacingOccurrences(of: shop.path, with: "HERE")
    }
    #expect(line(at: 1_580_515_200) == "problem  store: the file of authorities HERE/ca.pem expired on 2020-02-01; get a new one")
    #expect(
      line(at: 1_580_515_199) == "warning  store: the file of authorities HERE/ca.pem expires on 2020-02-01; get a new one before that day")
    #expect(line(at: 1_577_923_200) == "ok       store: the file of authorities HERE/ca.pem is valid until 2020-02-01")
    try shop.place.write("no certificate\n", to: "ca.pem")
    #expect(line(at: 0) == "problem  store: the file of authorities HERE/ca.pem holds no certificate in PEM; correct the file")
  }
}
