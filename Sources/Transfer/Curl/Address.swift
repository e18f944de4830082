import CCurl

/// A URL taken apart by libcurl's own parser, so that what we check is what is asked for.
struct Address: Sendable {
  enum Scheme: String, Sendable { case https, sftp, ftps, ftpes, file }

  let scheme: Scheme
  /// Lowercase; empty for `file`.
  let host: String
  let port: Int?
  let path: String
  let query: String?

  /// What a URL can be wrong in; the URL itself is not quoted, it may hold a password.
  enum Fault: Error { case unreadable, scheme, user }

  init(_ text: String) throws(Fault) {
    let parts = try URLHandle(Self.percentEncoded(text))
    guard let scheme = parts.part(CURLUPART_SCHEME).flatMap(Scheme.init) else { throw .scheme }
    if parts.part(CURLUPART_USER) != nil || parts.part(CURLUPART_PASSWORD) != nil { throw .user }
    self.scheme = scheme
    host = (parts.part(CURLUPART_HOST) ?? "").lowercased()
    port = parts.part(CURLUPART_PORT).flatMap { Int($0) }
    path = parts.part(CURLUPART_PATH) ?? "/"
    query = parts.part(CURLUPART_QUERY)
    if host.isEmpty != (scheme == .file) { throw .unreadable }
  }

  /// The path with the query, as the first line of an HTTP request has it.
  var target: String { query.map { "\(path)?\($0)" } ?? path }

  /// What libcurl gets. It knows explicit TLS as `ftp://` with TLS demanded.
  var url: String { "\(scheme == .ftpes ? "ftp" : scheme.rawValue)://\(authority)\(target)" }

  /// For messages: no values of the query, no fragment.
  var shown: String {
    let names = query.map { $0.split(separator: "&").map { "\($0.prefix { $0 != "=" })=…" }.joined(separator: "&") }
    return "\(origin)\(path)\(names.map { "?\($0)" } ?? "")"
  }

  /// Scheme, host and port, for messages that must not show more.
  var origin: String { "\(scheme.rawValue)://\(authority)" }

  /// Whether credentials for `other` may go here: the same scheme, host and port.
  func isSameOrigin(as other: Address) -> Bool {
    scheme == other.scheme && host == other.host && (port ?? 443) == (other.port ?? 443)
  }

  private var authority: String { port.map { "\(host):\($0)" } ?? host }

  /// Spaces and bytes beyond ASCII, which people write and URLs cannot hold.
  private static func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      if byte == 0x20 || byte > 0x7E {
        encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      } else {
        encoded.append(byte)
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}

/// The owner of a parsed URL.
@safe private struct URLHandle: ~Copyable {
  private let pointer: OpaquePointer

  init(_ text: String) throws(Address.Fault) {
    guard !text.utf8.contains(where: { $0 < 0x20 }), let pointer = unsafe curl_url() else { throw .unreadable }
    if unsafe curl_url_set(pointer, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) != CURLUE_OK {
      unsafe curl_url_cleanup(pointer)
      throw .unreadable
    }
    unsafe self.pointer = pointer
  }

  deinit { unsafe curl_url_cleanup(pointer) }

  func part(_ part: CURLUPart) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard unsafe curl_url_get(pointer, part, &text, 0) == CURLUE_OK, let text = unsafe text else { return nil }
    defer { unsafe curl_free(text) }
    return unsafe String(cString: text)
  }
}
