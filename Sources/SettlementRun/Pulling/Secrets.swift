import Feeds
import Foundation
import SettlementCore

/// Finds secrets where the configuration says they are: in the environment, or in `$CREDENTIALS_DIRECTORY` (SPEC §10).
struct Secrets: Sendable {
  private let environment: [String: String]

  init(environment: [String: String] = ProcessInfo.processInfo.environment) { self.environment = environment }

  /// The secret, without the line end of a file. Throws a `SourceFailure` of kind `refused` that names the place and never the secret.
  func value(of reference: SecretReference, for source: String) throws(SourceFailure) -> String {
    switch reference {
    case .environment(let name):
      guard let value = environment[name], !value.isEmpty else {
        throw missing(reference, source, "set it for the process that runs qingfen")
      }
      return value
    case .credential(let name):
      guard let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else {
        throw missing(reference, source, "start qingfen with LoadCredential=\(name):… in its unit, or set CREDENTIALS_DIRECTORY")
      }
      return try read(folder + "/" + name, reference, source)
    }
  }

  private func read(_ path: String, _ reference: SecretReference, _ source: String) throws(SourceFailure) -> String {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path), let data = FileManager.default.contents(atPath: path)
    else {
      throw missing(reference, source, "put it into the credentials directory, readable for the user of qingfen only")
    }
    if let rights = (attributes[.posixPermissions] as? NSNumber)?.intValue, rights & 0o077 != 0 {
      throw SourceFailure(
        kind: .refused, source: source, file: source, field: "\(reference)", expected: "a file that only its owner can read",
        found: "rights \(String(rights & 0o777, radix: 8))", advice: "set them to 0600 or 0400")
    }
    let text = String(decoding: data, as: UTF8.self)
    let value = text.hasSuffix("\r\n") ? String(text.dropLast(1)) : text.hasSuffix("\n") ? String(text.dropLast()) : text
    guard !value.isEmpty else { throw missing(reference, source, "write the secret into it") }
    return value
  }

  private func missing(_ reference: SecretReference, _ source: String, _ advice: String) -> SourceFailure {
    SourceFailure(kind: .refused, source: source, file: source, field: "\(reference)", expected: "a secret", found: "none", advice: advice)
  }
}
