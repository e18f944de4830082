import Foundation
import Testing

@testable import Transfer

/// Files into folders of an SFTP server, whole or not at all.
@Suite(.enabled(if: Peers.areThere)) struct UploadTests {
  private let name = "结算单 QF-eleme-2026-03-R1.xlsx"

  private func folder() throws -> (url: String, path: String) {
    let path = "\(Peers.folder)/sftp/in \(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return ("sftp://127.0.0.1:\(try Peers.fact("ssh.port"))\(path)/", path)
  }

  private func request(_ url: String, _ bytes: [UInt8]) throws -> UploadRequest {
    UploadRequest(
      folder: url, name: name, bytes: bytes,
      authentication: .privateKey(user: "root", file: "\(Peers.folder)/ssh/client", passphrase: nil),
      trust: Trust(hostKeyPin: try Peers.fact("ssh.pin")), deadline: .seconds(60))
  }

  private func refusal(_ request: UploadRequest) -> String {
    do throws(UploadFailure) {
      try TransferSession().upload(request)
      return "no failure"
    } catch {
      return error.description
    }
  }

  @Test(arguments: [0, 1, 5_000_000])
  func aFileArrivesAndTakesTheOldOnesPlace(count: Int) throws {
    let (url, path) = try folder()
    for round in 0..<2 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* (7 + round)) }
      try TransferSession().upload(try request(url, bytes))
      #expect(try Array(Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))) == bytes)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [name])
    }
  }

  @Test func whatCannotBeIsSaid() throws {
    let (url, path) = try folder()
    #expect(
      refusal(try request(url.replacingOccurrences(of: "in ", with: "out "), [1])).hasSuffix(
        "the folder is not there, or we may not write into it"))
    var other = try request(url, [1])
    other.trust = Trust(hostKeyPin: "SHA256:" + String(repeating: "A", count: 43))
    #expect(refusal(other).hasSuffix("the host key is not the expected one; nothing was sent"))
    other = try request(url, [1])
    other.authentication = .password(user: "root", Secret("wrong-canary"))
    #expect(refusal(other).hasSuffix("the login was refused") && !refusal(other).contains("canary"))
    other = try request(url, [1])
    other.name = "../x"
    #expect(refusal(other) == "\(url): expected a plain name for a file in it")
    for folder in [url.replacingOccurrences(of: "in ", with: "in%22; rm %22"), String(url.dropLast()), url + "?a=b/"] {
      #expect(refusal(try request(folder, [1])) == "\(folder): expected the URL of a folder with sftp:// and a plain path")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }
}

/// Mails with files, as Python's mail reader takes them apart.
@Suite struct AttachmentTests {
  @Test func aSecondProgramFindsTheFiles() throws {
    let files = [
      MailText.Attachment(
        name: "eleme-2026-03-R1.xlsx", type: "application/zip", bytes: (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 3) }),
      MailText.Attachment(name: "结算单 \"1\".zip", type: "application/octet-stream", bytes: []),
    ]
    let message = MailText.message(
      from: "a@x.example", to: ["b@x.example", "c@x.example"], subject: "饿了么结算单 QF-eleme-2026-03-R1", text: "正文\n第二行\n",
      date: "Sun, 01 Mar 2026 10:00:00 +0000", id: "1@qingfen", attachments: files)
    let path = NSTemporaryDirectory() + "mail-\(UUID().uuidString)"
    try Data(message).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", Self.script, path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let found = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(
      found == """
        饿了么结算单 QF-eleme-2026-03-R1 | b@x.example, c@x.example | <1@qingfen> | 0
        text/plain None \(Data("正文\n第二行\n".utf8).base64EncodedString())
        application/zip eleme-2026-03-R1.xlsx \(Data(files[0].bytes).base64EncodedString())
        application/octet-stream 结算单 "1".zip \("")

        """)
    #expect(!String(decoding: message, as: UTF8.self).split(separator: "\r\n").contains { $0.utf8.count > 998 })
  }

  private static let script = #"""
    import base64, email, email.policy, sys
    mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.SMTP)
    print(mail["subject"], "|", mail["to"], "|", mail["message-id"], "|", len(mail.defects))
    for part in mail.iter_parts():
        print(part.get_content_type(), part.get_filename(), base64.b64encode(part.get_payload(decode=True)).decode())
    """#
}
