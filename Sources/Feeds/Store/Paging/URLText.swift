/// Pieces of URLs. A URL that came from outside is never taken apart by more than one reader: it must begin as we say, letter by letter.
enum URLText {
  /// Everything but letters, digits and `-._~` as a percent sign and two digits.
  static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }

  /// `url` with one more parameter in its query.
  static func adding(_ name: String, _ value: String, to url: String) -> String {
    url + (url.contains("?") ? "&" : "?") + encoded(name) + "=" + encoded(value)
  }

  static func withoutQuery(_ url: String) -> String { String(url.prefix { $0 != "?" && $0 != "#" }) }

  /// Scheme, host and port of a URL in lower case, without the port that goes without saying.
  ///
  /// Nil for a URL that is not plainly https with a host. Nothing but printable ASCII is let through, and neither a user nor a backslash.
  static func origin(_ url: String) -> String? {
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }), url.lowercased().hasPrefix("https://") else {
      return nil
    }
    let authority = url.dropFirst(8).prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
    guard !authority.isEmpty, !authority.contains("@") else { return nil }
    return "https://" + (authority.hasSuffix(":443") ? String(authority.dropLast(4)) : authority)
  }

  /// The host of a URL in lower case, without its port; nil as for ``origin(_:)``.
  static func host(_ url: String) -> String? {
    guard let authority = origin(url)?.dropFirst(8) else { return nil }
    guard let colon = authority.lastIndex(of: ":"), authority[colon...].dropFirst().allSatisfy({ $0.isNumber }) else {
      return String(authority)
    }
    return String(authority[..<colon])
  }

  /// The URL that `link` means on the page at `base`: a whole one, or one without scheme and host, or without path.
  static func resolve(_ link: String, on base: String) -> String? {
    guard let origin = origin(base) else { return nil }
    if link.hasPrefix("//") { return "https:" + link }
    if link.hasPrefix("/") { return origin + link }
    if link.hasPrefix("?") { return withoutQuery(base) + link }
    if link.prefix(while: { $0 != "/" && $0 != "?" }).contains(":") { return link }
    let path = withoutQuery(base)
    guard let slash = path.dropFirst(8).lastIndex(of: "/") else { return origin + "/" + link }
    return path[...slash] + link
  }
}
