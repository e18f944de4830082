import Foundation

/// A URL of a server, taken apart as far as it has to be checked: `scheme://host[:port][/path][?query]`.
struct SourceURL {
  /// In lower case.
  let scheme: String
  /// In lower case.
  let host: String
  let port: String?
  /// Begins with a slash, or is empty.
  let path: Substring

  /// Nil when the text is no such URL: user and password are never a part of one.
  init?(_ text: String) {
    let form = /([A-Za-z]+):\/\/([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?(\/[!-~]*)?/
    guard let match = text.wholeMatch(of: form), !text.contains("#") else { return nil }
    scheme = match.1.lowercased()
    host = match.2.lowercased()
    port = match.3.map(String.init)
    path = match.4 ?? ""
    if let port, !(1...65_535).contains(Int(port) ?? 0) { return nil }
  }

  /// True when the two name the same server.
  func isOnServer(of other: SourceURL) -> Bool { scheme == other.scheme && host == other.host && port == other.port }

  /// The first parameter of a query that gives away a secret: its name says so and its value stands there.
  static func secretParameter(in path: Substring) -> String? {
    guard let mark = path.firstIndex(of: "?") else { return nil }
    for parameter in path[path.index(after: mark)...].split(whereSeparator: { $0 == "&" || $0 == ";" }) {
      let parts = parameter.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[1].wholeMatch(of: /\{[^{}]*\}/) == nil else { continue }
      if let name = String(parts[0]).removingPercentEncoding, namesSecret(name) { return name }
    }
    return nil
  }

  /// True for names such as `token`, `access_token`, `apiKey` and `X-Signature`, not for `design` or `keyword`.
  private static func namesSecret(_ name: String) -> Bool {
    let words = name.replacing(/([a-z0-9])([A-Z])/) { "\($0.1) \($0.2)" }.lowercased().split(whereSeparator: { !$0.isLetter })
    let secret: Set<Substring> = ["token", "key", "secret", "password", "passwd", "pwd", "sign", "sig", "signature"]
    return words.contains { word in
      secret.contains(word) || ["token", "secret", "password", "apikey", "accesskey", "appkey"].contains { word.hasSuffix($0) }
    }
  }
}
