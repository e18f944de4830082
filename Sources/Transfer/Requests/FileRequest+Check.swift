import Glibc

extension FileRequest {
  /// The parsed URL; throws a fault of kind `configuration` when the request cannot be right. Nothing is sent before.
  func check() throws(Fault) -> Address {
    let address: Address
    do { address = try Address(url) } catch { throw .url(error) }
    if refusesLocalAddresses, address.scheme == .file { throw .localAddress }
    try checkCredentials(address.scheme)
    try checkTrust(address.scheme)
    try checkTexts()
    for (file, what) in files { try Self.checkReadable(file, what) }
    if address.scheme != .https, method != .get || body != nil || !headers.isEmpty {
      throw .configuration(
        expected: "a plain \(address.scheme.rawValue) request", found: "a method, headers or a body", advice: "these are for https only")
    }
    if method == .get, body != nil {
      throw .configuration(expected: "no body", found: "a GET with one", advice: "use POST or PUT")
    }
    if retry.attempts < 1 || limits.slowestSeconds < 1 || limits.slowestBytesPerSecond < 1 {
      throw .configuration(
        expected: "at least one attempt, and a lower limit of speed of at least 1 byte/s over 1 s", found: "less",
        advice: "correct the limits")
    }
    return address
  }

  private func checkCredentials(_ scheme: Address.Scheme) throws(Fault) {
    switch (authentication, scheme) {
    case (.none, .sftp): throw .unfitting("none", scheme)
    case (.none, _), (.password, .https), (.password, .sftp), (.password, .ftps), (.password, .ftpes), (.bearer, .https), (.signed, .https),
      (.netrc, .https), (.netrc, .ftps), (.netrc, .ftpes), (.privateKey, .sftp):
      break
    case (.password, _): throw .unfitting("a user with password", scheme)
    case (.bearer, _): throw .unfitting("a bearer token", scheme)
    case (.netrc, _): throw .unfitting("a netrc file", scheme)
    case (.signed, _): throw .unfitting("a signature", scheme)
    case (.privateKey, _): throw .unfitting("an SSH key", scheme)
    }
    if certificate != nil, scheme == .sftp || scheme == .file { throw .unfitting("a client certificate", scheme) }
  }

  private func checkTrust(_ scheme: Address.Scheme) throws(Fault) {
    guard scheme == .sftp else { return }
    if let pin = trust.hostKeyPin {
      let letters = pin.utf8.dropFirst(7)
      guard pin.hasPrefix("SHA256:"), letters.count == 43, letters.allSatisfy(Self.isBase64) else { throw .pin() }
    } else if trust.knownHostsFile == nil {
      throw .hostKeyIsOpen
    }
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "+"), UInt8(ascii: "/"):
      true
    default: false
    }
  }

  /// Files that must be readable, so that a wrong path is told as such.
  private var files: [(path: String, what: String)] {
    var files: [(String, String)] = []
    if let file = trust.authorityFile { files.append((file, "file of authorities")) }
    if let file = trust.knownHostsFile, trust.hostKeyPin == nil { files.append((file, "known_hosts file")) }
    if let certificate { files += [(certificate.file, "client certificate"), (certificate.keyFile, "client key")] }
    switch authentication {
    case .netrc(let file): files.append((file, "netrc file"))
    case .privateKey(_, let file, _): files.append((file, "SSH key"))
    case .none, .password, .bearer, .signed: break
    }
    return files
  }

  private static func checkReadable(_ file: String, _ what: String) throws(Fault) {
    guard unsafe access(file, R_OK) != 0 else { return }
    throw .unreadable(file: file, what, reason: systemText(Int(errno)))
  }

  /// Control characters would end a header line, and NUL a C string, early.
  private func checkTexts() throws(Fault) {
    var texts = [(shownAs ?? "", "shown name")]
    texts += headers.flatMap { [($0.name, "headers"), ($0.value, "headers")] }
    texts += files.map { ($0.path, $0.what) }
    if let passphrase = certificate?.passphrase { texts.append((passphrase.revealed, "passphrase")) }
    switch authentication {
    case .password(let user, let password): texts += [(user, "user"), (password.revealed, "password")]
    case .bearer(let token): texts.append((token.revealed, "bearer token"))
    case .privateKey(let user, _, let passphrase): texts += [(user, "user"), (passphrase?.revealed ?? "", "passphrase")]
    case .signed(let signing):
      texts += [signing.signatureHeader, signing.timestampHeader, signing.nonceHeader ?? "", signing.idHeader ?? "", signing.id ?? ""]
        .map { ($0, "signature's headers") }
    case .none, .netrc: break
    }
    for (text, part) in texts where text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { throw .controlCharacters(in: part) }
  }
}
