import FoundationEssentials

/// A text as a mail: RFC 5322 headers and a base64 body in UTF-8.
public enum MailText {
  /// A file that comes with a mail.
  public struct Attachment: Sendable {
    public var name: String
    /// `application/zip`.
    public var type: String
    public var bytes: [UInt8]

    public init(name: String, type: String, bytes: [UInt8]) {
      self.name = name
      self.type = type
      self.bytes = bytes
    }
  }

  /// `date` is the header's, as RFC 5322 writes it; `id` is unique for the mail, without angle brackets.
  public static func message(
    from: String, to: [String], subject: String, text: String, date: String, id: String, attachments: [Attachment] = []
  ) -> [UInt8] {
    let headers = [
      "From: \(from)", "To: \(to.joined(separator: ", "))", "Subject: \(encodedWords(subject))", "Date: \(date)", "Message-ID: <\(id)>",
      "MIME-Version: 1.0",
    ]
    let body = part(["Content-Type: text/plain; charset=utf-8"], Data(text.utf8))
    if attachments.isEmpty { return bytes(headers + body) }
    // No line of Base64 holds an underscore, so none is taken for it.
    let boundary = "=_qingfen_part"
    let parts = [body] + attachments.map { part(heads(of: $0), Data($0.bytes)) }
    return bytes(
      headers + ["Content-Type: multipart/mixed; boundary=\"\(boundary)\"", ""] + parts.flatMap { ["--\(boundary)"] + $0 }
        + ["--\(boundary)--", ""])
  }

  private static func bytes(_ lines: [String]) -> [UInt8] { Array(lines.joined(separator: "\r\n").utf8) }

  /// Headers, an empty line, and Base64.
  private static func part(_ headers: [String], _ content: Data) -> [String] {
    headers + ["Content-Transfer-Encoding: base64", "", folded(content.base64EncodedString()), ""]
  }

  /// The name in RFC 2231's form, which holds any letters, and as it is where it is plain ASCII.
  private static func heads(of attachment: Attachment) -> [String] {
    let isPlain = attachment.name.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    let encoded = attachment.name.utf8.map { byte -> String in
      let isSafe =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
      if isSafe { return String(UnicodeScalar(byte)) }
      return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
    let plain = isPlain ? " filename=\"\(attachment.name)\";" : ""
    return ["Content-Type: \(attachment.type)", "Content-Disposition: attachment;\(plain)\r\n filename*=UTF-8''\(encoded)"]
  }

  /// RFC 2047: pieces of at most 45 bytes, cut between characters.
  static func encodedWords(_ text: String) -> String {
    var words: [String] = []
    var piece = ""
    for character in text {
      if piece.utf8.count + character.utf8.count > 45 {
        words.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    return (words + [piece]).map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }

  /// In lines of 76; an attachment may have millions of them.
  private static func folded(_ text: String) -> String {
    let source = Array(text.utf8)
    var lines: [UInt8] = []
    lines.reserveCapacity(source.count + source.count / 38 + 2)
    for start in stride(from: 0, to: source.count, by: 76) {
      if start > 0 { lines += [0x0D, 0x0A] }
      lines += source[start..<min(start + 76, source.count)]
    }
    return String(decoding: lines, as: UTF8.self)
  }
}
