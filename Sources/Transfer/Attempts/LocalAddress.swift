/// Addresses of this machine and its link, as libcurl prints them.
enum LocalAddress {
  static func isLocal(_ address: String) -> Bool {
    let lower = address.lowercased()
    if lower.hasPrefix("::ffff:") { return isLocal(String(lower.dropFirst(7))) }
    if lower.contains(":") { return lower == "::1" || lower == "::" || ["fe8", "fe9", "fea", "feb"].contains { lower.hasPrefix($0) } }
    return ["127.", "0.", "169.254."].contains { lower.hasPrefix($0) }
  }
}
