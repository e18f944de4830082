import CCurl

/// The status and headers of an HTTP answer as they arrive.
struct Answer {
  private(set) var status: Int?
  private(set) var isHTTP2 = false
  /// Names in lowercase, in their order; at most 500.
  private(set) var headers: [(name: String, value: String)] = []

  /// One line as libcurl hands it over. A status line begins a new answer, as after 100 Continue.
  mutating func take(line: String) {
    if line.hasPrefix("HTTP/") {
      let parts = line.split(separator: " ")
      status = parts.count > 1 ? Int(parts[1].prefix { $0.isNumber }) : nil
      isHTTP2 = line.hasPrefix("HTTP/2")
      headers = []
    } else if let colon = line.firstIndex(of: ":"), headers.count < 500 {
      headers.append((line[..<colon].lowercased(), Self.trimmed(line[line.index(after: colon)...])))
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  var contentLength: Int64? { isChunked ? nil : header("content-length").flatMap { Int64($0) } }
  var isChunked: Bool { header("transfer-encoding")?.lowercased().hasSuffix("chunked") == true }

  /// What the framing of the body proves once libcurl says that it ended.
  var completeness: Completeness {
    if contentLength != nil || status == 204 { return .length }
    return isChunked || isHTTP2 ? .endMarker : .none
  }

  /// `Retry-After`: seconds, or a date against the wall clock; never negative.
  func retryAfter(wallMilliseconds: Int64) -> Duration? {
    guard let text = header("retry-after") else { return nil }
    if let seconds = Int64(text) { return .seconds(max(0, min(seconds, 1_000_000_000))) }
    return Self.date(text).map { .milliseconds(max(0, $0 * 1000 - wallMilliseconds)) }
  }

  /// Seconds since 1970 of an HTTP date.
  static func date(_ text: String) -> Int64? {
    let seconds = unsafe curl_getdate(text, nil)
    return seconds < 0 ? nil : Int64(seconds)
  }

  /// `Content-Range: bytes 7-9/10`.
  var contentRange: (first: Int64, total: Int64?)? {
    guard let text = header("content-range"), text.hasPrefix("bytes ") else { return nil }
    let parts = text.dropFirst(6).split(separator: "/")
    guard parts.count == 2, let first = Int64(parts[0].prefix { $0 != "-" }) else { return nil }
    return (first, Int64(parts[1]))
  }
}
