import SettlementCore

extension MappingReader {
  /// Where a secret is found: `{env: NAME}` or `{credential: NAME}`. A secret itself is refused and never shown (SPEC §10).
  func secret(_ key: String) -> SecretReference? {
    guard let value = value(key) else { return nil }
    guard case .mapping = value.kind else {
      problems.add(
        at: value.position, expected: "{env: NAME} or {credential: NAME} for \(key)", found: value.foundSecret,
        advice: "write where it is found; a secret is never written in a file")
      return nil
    }
    guard let reader = MappingReader(value, "a secret", keys: ["env", "credential"], isSecret: true, problems) else { return nil }
    return switch reader.one(of: ["env", "credential"]) {
    case "env": reader.environmentName()
    case "credential": reader.credentialName()
    default: nil
    }
  }

  private func environmentName() -> SecretReference? {
    guard let name = text("env") else { return nil }
    if name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil { return .environment(name) }
    refuse("env", expected: "the name of an environment variable", advice: "write letters, digits and _ such as QINGFEN_STORE_PASSWORD")
    return nil
  }

  private func credentialName() -> SecretReference? {
    guard let name = text("credential") else { return nil }
    if name.wholeMatch(of: /[A-Za-z0-9_-][A-Za-z0-9._-]*/) != nil { return .credential(name) }
    refuse(
      "credential", expected: "the name of a file in $CREDENTIALS_DIRECTORY",
      advice: "write letters, digits and . _ - such as store-password")
    return nil
  }
}
