import Crypto
import FoundationEssentials

extension RequestSigning {
  /// The lines that sign a request for `target` (path and query).
  func headers(method: String, target: String, body: [UInt8], wallMilliseconds: Int64, nonce: String) -> [String] {
    let timestamp = "\(timestampUnit == .seconds ? wallMilliseconds / 1000 : wallMilliseconds)"
    let signed = text([
      "method": method, "path": target, "timestamp": timestamp, "nonce": nonce, "id": id ?? "",
      "body-sha256": hexadecimal(SHA256.hash(data: body)),
    ])
    var lines = ["\(signatureHeader): \(signature(of: signed))", "\(timestampHeader): \(timestamp)"]
    if let nonceHeader { lines.append("\(nonceHeader): \(nonce)") }
    if let idHeader, let id { lines.append("\(idHeader): \(id)") }
    return lines
  }

  private func signature(of text: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: Array(key.revealed.utf8)))
    return encoding == .hexadecimal ? hexadecimal(code) : Data(code).base64EncodedString()
  }

  /// The template with `{name}` replaced; values are never searched again for names.
  private func text(_ values: [String: String]) -> String {
    var text = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      let tail = rest[rest.index(after: open)...]
      if let close = tail.firstIndex(of: "}"), let value = values[String(tail[..<close])] {
        text += value
        rest = tail[tail.index(after: close)...]
      } else {
        text += "{"
        rest = tail
      }
    }
    return text + rest
  }
}
