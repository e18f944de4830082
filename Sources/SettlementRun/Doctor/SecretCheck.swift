import Feeds
import RuleFiles
import SettlementCore

/// Whether every secret that the configuration names can be had.
struct SecretCheck {
  private(set) var findings: [DoctorFinding] = []
  /// Sources that cannot be asked: `store`, or a partner.
  private(set) var lacking: Set<String> = []

  init(_ secrets: Secrets, _ configuration: Configuration, _ partners: [PartnerSettings]) {
    if let key = configuration.codeKey {
      look(key, "codes", secrets)
    } else {
      findings.append(
        .warning(
          "codes", "no key: card codes and buyers are dropped on the way in",
          "set codes: {key: …} if codes are to be compared, or buyers to be told apart"))
    }
    for reference in configuration.store.secrets { look(reference, "store", secrets) }
    if case .postgres(let access, _) = configuration.ledger, let password = access.password { look(password, "ledger", secrets) }
    for partner in partners {
      for reference in partner.statement?.source.access.secrets ?? [] { look(reference, partner.partner, secrets) }
      for reference in partner.delivery?.secrets ?? [] { look(reference, "delivery to \(partner.partner)", secrets) }
    }
    if let password = configuration.mail?.password { look(password, "mail", secrets) }
  }

  private mutating func look(_ reference: SecretReference, _ source: String, _ secrets: Secrets) {
    let subject = "secret of \(source)"
    do throws(SourceFailure) {
      _ = try secrets.value(of: reference, for: source)
      findings.append(.ok(subject, "\(reference) is set"))
    } catch {
      lacking.insert(source)
      findings.append(
        .problem(.configuration, subject, "\(reference): expected \(error.expected), found \(error.found)", error.advice))
    }
  }
}

extension StoreSource {
  var secrets: [SecretReference] {
    switch self {
    case .folder: []
    case .postgres(let store): [store.access.password, store.access.certificate?.passphrase].compactMap { $0 }
    case .http(let store): store.authentication?.secrets ?? []
    }
  }

  /// Files of ours and the file of authorities that the store is reached with.
  var files: SourceFiles {
    switch self {
    case .folder: SourceFiles()
    case .postgres(let store): SourceFiles(authorities: store.access.authorities, certificate: store.access.certificate)
    case .http(let store): SourceFiles(authorities: store.authorities, store.authentication)
    }
  }
}

extension DeliverySettings {
  var secrets: [SecretReference] {
    let way = if case .sftp(_, let access) = way { StatementSource.Access.sftp(access).secrets } else { [SecretReference]() }
    return way + [zipPassword].compactMap { $0 }
  }
}

extension StatementSource.Access {
  var secrets: [SecretReference] {
    switch self {
    case .file: []
    case .https(let access): access.authentication?.secrets ?? []
    case .ftps(let access): [access.password, access.certificate?.passphrase].compactMap { $0 }
    case .sftp(let access):
      switch access.login {
      case .password(let password): [password]
      case .key(_, let passphrase): [passphrase].compactMap { $0 }
      }
    }
  }

  var files: SourceFiles {
    switch self {
    case .file: SourceFiles()
    case .https(let access): SourceFiles(authorities: access.authorities, access.authentication)
    case .ftps(let access): SourceFiles(authorities: access.authorities, certificate: access.certificate)
    case .sftp(let access):
      switch access.login {
      case .password: SourceFiles()
      case .key(let path, let passphrase): SourceFiles(sshKey: path, isOpened: passphrase != nil)
      }
    }
  }
}

extension HTTPAuthentication {
  var secrets: [SecretReference] {
    switch self {
    case .bearer(let token): [token]
    case .basic(_, let password): [password]
    case .certificate(let files): [files.passphrase].compactMap { $0 }
    case .netrc: []
    case .signature(let signature): [signature.key]
    }
  }
}
