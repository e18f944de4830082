extension MappingReader {
  /// The URL of a server with one of some schemes; secrets in it are refused and never shown (SPEC §10).
  func url(_ key: String, _ text: String, schemes: [String], example: String) -> SourceURL? {
    guard text.wholeMatch(of: /[^\/?#]*(\/\/)?[^\/?#]*@.*/) == nil else {
      refuse(key, expected: "a URL without user and password", advice: "name them by keys of their own, the password as {env: NAME}")
      return nil
    }
    guard let url = SourceURL(text), schemes.contains(url.scheme) else {
      let known = schemes.map { "\($0)://" }.joined(separator: ", ")
      refuse(key, expected: "a URL of \(known) with a host and printable ASCII", advice: "write \(example)")
      return nil
    }
    return hidesSecrets(key, url.path) ? url : nil
  }

  /// False after refusing a path whose query gives away a secret.
  func hidesSecrets(_ key: String, _ path: Substring) -> Bool {
    guard let name = SourceURL.secretParameter(in: path) else { return true }
    problems.add(
      at: position(of: key), expected: "a URL without secrets", found: "a value of its parameter \(quoted(name))",
      advice: "remove it; a server learns who we are by auth")
    return false
  }
}
