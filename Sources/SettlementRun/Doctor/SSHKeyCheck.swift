import Foundation

/// Whether a private key file is one that Debian's libssh2 1.10 can log in with: Ed25519 or ECDSA.
enum SSHKeyCheck {
  private static let advice = "make an Ed25519 key: ssh-keygen -t ed25519"

  /// `isOpened`: there is a passphrase for it.
  static func finding(_ subject: String, _ path: String, _ bytes: [UInt8], isOpened: Bool) -> DoctorFinding {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let label = text.firstMatch(of: /-----BEGIN ([A-Z ]*)PRIVATE KEY-----/)?.output.1 else {
      return .problem(.configuration, subject, "\(path) holds no private key", "name the file of the private key")
    }
    let (kind, isLocked) = label == "OPENSSH " ? openSSH(text) : (pem(String(label), text), text.contains("ENCRYPTED"))
    guard let kind else { return .warning(subject, "what kind of key \(path) holds cannot be seen", advice) }
    guard kind == "ssh-ed25519" || kind.hasPrefix("ecdsa-sha2-") else {
      return .problem(.configuration, subject, "\(path) is \(name(kind)), which libssh2 1.10 cannot log in with", advice)
    }
    if isLocked, !isOpened {
      return .problem(.configuration, subject, "\(path) is encrypted, and no passphrase is configured", "set passphrase: beside key:")
    }
    return .ok(subject, "\(path) is \(name(kind))")
  }

  private static func name(_ kind: String) -> String {
    switch kind {
    case "ssh-ed25519": "an Ed25519 key"
    case "ssh-rsa": "an RSA key"
    case "ssh-dss": "a DSA key"
    default: kind.hasPrefix("ecdsa-sha2-") ? "an ECDSA key" : "a key of another kind"
    }
  }

  /// A file of OpenSSH's own form: magic, cipher, key derivation and its options, a count, and the public key, which begins with its kind.
  private static func openSSH(_ text: String) -> (kind: String?, isLocked: Bool) {
    let lines = text.split(separator: "\n").drop { !$0.hasPrefix("-----BEGIN") }.dropFirst().prefix { !$0.hasPrefix("-----") }
    guard let data = Data(base64Encoded: lines.joined().filter { !$0.isWhitespace }), data.starts(with: "openssh-key-v1\0".utf8) else {
      return (nil, false)
    }
    var rest = Array(data)[15...]
    let cipher = field(&rest)
    _ = (field(&rest), field(&rest))
    rest = rest.dropFirst(4)
    guard var key = field(&rest), let kind = field(&key) else { return (nil, false) }
    return (String(decoding: kind, as: UTF8.self), cipher.map { String(decoding: $0, as: UTF8.self) } != "none")
  }

  /// Four bytes of length, and as many bytes.
  private static func field(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard rest.count >= 4 + length else { return nil }
    defer { rest = rest.dropFirst(4 + length) }
    return rest.dropFirst(4).prefix(length)
  }

  /// PKCS#1 and SEC 1 say their kind in the label; in PKCS#8 the algorithm's object identifier stands near the begin.
  private static func pem(_ label: String, _ text: String) -> String? {
    switch label {
    case "RSA ": return "ssh-rsa"
    case "DSA ": return "ssh-dss"
    case "EC ": return "ecdsa-sha2-"
    case "": break
    default: return nil
    }
    let lines = text.split(separator: "\n").drop { !$0.hasPrefix("-----BEGIN") }.dropFirst().prefix { !$0.hasPrefix("-----") }
    guard let data = Data(base64Encoded: lines.joined().filter { !$0.isWhitespace }) else { return nil }
    let head = data.prefix(32)
    if head.range(of: Data([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01])) != nil { return "ssh-rsa" }
    if head.range(of: Data([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01])) != nil { return "ecdsa-sha2-" }
    return head.range(of: Data([0x2B, 0x65, 0x70])) != nil ? "ssh-ed25519" : nil
  }
}
