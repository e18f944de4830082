import DurableFiles

/// Something that is not as it was recorded: where, what was expected, what was found, and what to do.
public struct IntegrityFault: Error, Equatable, CustomStringConvertible, Sendable {
  public let place: String
  public let expected: String
  public let found: String
  public let advice: String

  public var description: String { "\(place): expected \(expected), found \(found); \(advice)" }

  static let runAgain = "move it away and run the newest day of it again, which publishes it as it was, or put it back from a copy"

  /// Nil when the file is what it should be. Throws `FileFailure` when it cannot be read.
  static func ofFile(_ path: String, _ expected: FileDigest, _ advice: String) throws(FileFailure) -> IntegrityFault? {
    guard let fault = try ofFile(path, sha256: expected.sha256, advice) else { return nil }
    return IntegrityFault(
      place: path, expected: "\(expected.bytes) bytes, \(fault.expected)", found: fault.found, advice: advice)
  }

  /// The same for a file whose length nobody noted.
  static func ofFile(_ path: String, sha256: String, _ advice: String) throws(FileFailure) -> IntegrityFault? {
    let expected = "SHA-256 \(sha256)"
    if try !FinalFile.stands(at: path) { return IntegrityFault(place: path, expected: expected, found: "no file", advice: advice) }
    let found = try Digest.sha256(ofFile: path)
    if found.sha256 == sha256 { return nil }
    return IntegrityFault(place: path, expected: expected, found: "\(found.bytes) bytes, SHA-256 \(found.sha256)", advice: advice)
  }
}
