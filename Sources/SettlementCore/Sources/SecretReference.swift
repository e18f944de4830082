/// Where a secret is found; never the secret itself (SPEC §10).
public enum SecretReference: Hashable, Sendable {
  /// The environment variable of this name.
  case environment(String)
  /// The file of this name in `$CREDENTIALS_DIRECTORY`; the name has no slash and does not begin with a point.
  case credential(String)
}

extension SecretReference: CustomStringConvertible {
  /// As a message names it.
  public var description: String {
    switch self {
    case .environment(let name): "the environment variable \(name)"
    case .credential(let name): "the credential \(name)"
    }
  }
}
