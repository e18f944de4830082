import FoundationEssentials

/// A text as a mail: RFC 5322 headers and a base64 body in UTF-8.
public enum MailText {
  /// `date` is the header's, as RFC 5322 writes it; `id` is unique for the mail, without angle brackets.
  public static func message(from: String, to: [String], subject: String, text: String, date: String, id: String) -> [UInt8] {
    let headers = [
      "From: \(from)", "To: \(to.joined(separator: ", "))", "Subject: \(encodedWords(subject))", "Date: \(date)", "Message-ID: <\(id)>",
      "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
    ]
    return Array((headers + ["", folded(Data(text.utf8).base64EncodedString()), ""]).joined(separator: "\r\n").utf8)
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

  private static func folded(_ text: String) -> String {
    var lines: [Substring] = []
    var rest = text[...]
    while !rest.isEmpty {
      lines.append(rest.prefix(76))
      rest = rest.dropFirst(76)
    }
    return lines.joined(separator: "\r\n")
  }
}
