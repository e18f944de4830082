extension Fault {
  /// The request itself is wrong.
  static func configuration(expected: String, found: String, advice: String) -> Fault {
    Fault(kind: .configuration, expected: expected, found: found, advice: advice)
  }

  static func url(_ fault: Address.Fault) -> Fault {
    switch fault {
    case .unreadable: configuration(expected: "a URL", found: "something else", advice: "correct the URL")
    case .scheme:
      configuration(
        expected: "https, sftp, ftps, ftpes or file", found: "another scheme",
        advice: "correct the URL; unencrypted transfers are not supported")
    case .user:
      configuration(
        expected: "a URL without user and password", found: "one with", advice: "give the user and the password as credentials")
    }
  }

  static let hostKeyIsOpen = configuration(
    expected: "the host key's pin or a known_hosts file", found: "neither",
    advice: "ask the partner for the fingerprint of its host key (SHA256:…) and configure it")

  static func pin() -> Fault {
    configuration(
      expected: "a host key pin of SHA256: and 43 letters", found: "something else", advice: "copy it from the output of ssh-keygen -l")
  }

  static func unfitting(_ credential: String, _ scheme: Address.Scheme) -> Fault {
    configuration(
      expected: "credentials for \(scheme.rawValue)", found: credential, advice: "correct the authentication of this source")
  }

  static func unreadable(file: String, _ what: String, reason: String) -> Fault {
    configuration(expected: "to read the \(what) \(file)", found: reason, advice: "correct the path or the rights of the file")
  }

  static func controlCharacters(in part: String) -> Fault {
    configuration(expected: "printable text in the \(part)", found: "a control character", advice: "correct the \(part)")
  }
}
