import SettlementCore

/// Reads `hmac:` of `auth:`.
///
/// Defaults: `encoding: hexadecimal`, `timestamp: seconds`, no nonce and no id.
struct SignatureReader {
  private let reader: MappingReader

  init?(_ auth: MappingReader) {
    let required = ["key", "sign", "signature-header", "timestamp-header"]
    let keys = required + ["nonce-header", "id", "id-header", "encoding", "timestamp"]
    guard let reader = auth.mapping("hmac", "hmac", keys: keys, required: required, isSecret: true) else { return nil }
    self.reader = reader
  }

  func read() -> RequestSignature? {
    let key = reader.secret("key")
    let template = template()
    let signatureHeader = reader.header("signature-header")
    let timestampHeader = reader.header("timestamp-header")
    let nonceHeader = reader.header("nonce-header")
    let id = reader.text("id")
    let idHeader = reader.header("id-header")
    let encoding = reader.choice("encoding", RequestSignature.Encoding.self) ?? .hexadecimal
    let unit = reader.choice("timestamp", RequestSignature.TimestampUnit.self) ?? .seconds
    guard let key, let template, let signatureHeader, let timestampHeader else { return nil }
    return RequestSignature(
      key: key, template: template, signatureHeader: signatureHeader, timestampHeader: timestampHeader, nonceHeader: nonceHeader, id: id,
      idHeader: idHeader, encoding: encoding, timestampUnit: unit)
  }

  private func template() -> String? {
    guard let template = reader.lines("sign") else { return nil }
    if template.contains("\\") {
      reader.refuse("sign", expected: "ends of lines as \\n in double quotes", advice: "write \"{method}\\n{path}\\n{timestamp}\"")
    }
    let words = RequestSignature.placeholders
    if let problem = Placeholders.problem(in: template, known: words) {
      reader.refuse("sign", expected: problem.expected, advice: problem.advice)
    }
    if !template.contains("{timestamp}") {
      reader.refuse("sign", expected: "{timestamp} in what is signed", advice: "add it, else a signature is good for ever")
    }
    if template.contains("{id}") || reader.has("id-header") {
      reader.demand(["id"], "for id-header and {id}")
    } else {
      reader.refuseKeys(["id"], expected: "beside id-header or {id} in sign", advice: "add the header or remove the key")
    }
    if template.contains("{nonce}") { reader.demand(["nonce-header"], "beside {nonce}") }
    if !template.contains("{nonce}") { reader.refuseKeys(["nonce-header"], expected: "beside {nonce} in sign", advice: "remove it") }
    return template
  }
}
