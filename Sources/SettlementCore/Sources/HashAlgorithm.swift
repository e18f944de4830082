/// A hash that partners publish of their files.
public enum HashAlgorithm: String, Sendable, CaseIterable {
  case md5, sha1, sha256
}
