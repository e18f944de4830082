/// What identifies a file's content in a manifest (SPEC §9).
public struct FileDigest: Equatable, Hashable, Sendable, Codable {
  /// Length in bytes.
  public let bytes: Int64
  /// SHA-256 as 64 lowercase hexadecimal digits.
  public let sha256: String

  public init(bytes: Int64, sha256: String) {
    self.bytes = bytes
    self.sha256 = sha256
  }
}
