import Foundation
import SettlementCore

/// The key and certificate files that a source is reached with, as paths that the process opens.
struct SourceFiles {
  private var authorities: String?
  private var certificate: CertificateFiles?
  private var netrc: String?
  private var sshKey: String?
  private var isOpened = false

  init(authorities: String? = nil, certificate: CertificateFiles? = nil) {
    (self.authorities, self.certificate) = (authorities, certificate)
  }

  init(authorities: String?, _ authentication: HTTPAuthentication?) {
    self.init(authorities: authorities)
    switch authentication {
    case .certificate(let files): certificate = files
    case .netrc(let path): netrc = path
    case .bearer, .basic, .signature, nil: break
    }
  }

  /// `isOpened`: there is a passphrase for the key.
  init(sshKey: String, isOpened: Bool) {
    self.sshKey = sshKey
    self.isOpened = isOpened
  }

  /// What is to be said of them at `now`, in seconds since 1970; a problem means that the source cannot be asked.
  func findings(_ subject: String, now: Int64) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    for path in [sshKey, certificate?.key, netrc].compactMap({ $0 }) { findings += Self.rights(subject, path) }
    if let sshKey, let data = read(sshKey, "SSH key", subject, &findings) {
      findings.append(SSHKeyCheck.finding(subject, sshKey, data, isOpened: isOpened))
    }
    if let netrc { _ = read(netrc, "netrc file", subject, &findings) }
    if let certificate {
      _ = read(certificate.key, "client key", subject, &findings)
      if let data = read(certificate.certificate, "client certificate", subject, &findings) {
        // The first is ours; those behind it lead to its authority.
        findings.append(finding(subject, certificate.certificate, CertificateDates.ends(inPEM: data).first, now, "client certificate"))
      }
    }
    if let authorities, let data = read(authorities, "file of authorities", subject, &findings) {
      findings.append(finding(subject, authorities, CertificateDates.ends(inPEM: data).max(), now, "file of authorities"))
    }
    return findings
  }

  private func read(_ path: String, _ what: String, _ subject: String, _ findings: inout [DoctorFinding]) -> [UInt8]? {
    if let data = FileManager.default.contents(atPath: path) { return Array(data) }
    let found = FileManager.default.fileExists(atPath: path) ? "cannot be read" : "is not there"
    findings.append(
      .problem(.configuration, subject, "the \(what) \(path) \(found)", "correct the path, or the rights of the file"))
    return nil
  }

  private static func rights(_ subject: String, _ path: String) -> [DoctorFinding] {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let rights = (attributes?[.posixPermissions] as? NSNumber)?.intValue, rights & 0o077 != 0 else { return [] }
    return [.warning(subject, "others than its owner have rights to \(path): \(String(rights & 0o777, radix: 8))", "chmod 600 \(path)")]
  }

  static let soon: Int64 = 30 * 86_400

  private func finding(_ subject: String, _ path: String, _ end: Int64?, _ now: Int64, _ what: String) -> DoctorFinding {
    guard let end else {
      return .problem(.configuration, subject, "the \(what) \(path) holds no certificate in PEM", "correct the file")
    }
    let day = CalendarDay(number: Int32(clamping: end / 86_400))
    if end <= now { return .problem(.configuration, subject, "the \(what) \(path) expired on \(day)", "get a new one") }
    if end - now < Self.soon { return .warning(subject, "the \(what) \(path) expires on \(day)", "get a new one before that day") }
    return .ok(subject, "the \(what) \(path) is valid until \(day)")
  }
}
