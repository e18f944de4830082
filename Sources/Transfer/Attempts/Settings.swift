import CCurl

/// Everything libcurl is told about one attempt.
struct Settings {
  private let transfer: FileTransfer
  private let request: FileRequest
  private let address: Address

  init(_ transfer: FileTransfer) {
    self.transfer = transfer
    request = transfer.request
    address = transfer.address
  }

  func apply(to easy: inout EasyHandle) throws(CurlRefusal) {
    try setAddress(easy)
    try setLimits(easy)
    switch address.scheme {
    case .https:
      try setTLS(easy)
      try setHTTP(&easy)
    case .ftps, .ftpes:
      try setTLS(easy)
      try setFTP(easy)
    case .sftp: try setSSH(easy)
    case .file: break
    }
  }

  /// Only the URL's own protocol, directly: neither redirects by libcurl nor proxies from the environment.
  private func setAddress(_ easy: borrowing EasyHandle) throws(CurlRefusal) {
    try easy.set(CURLOPT_URL, address.url)
    try easy.set(CURLOPT_PROTOCOLS_STR, address.scheme == .ftpes ? "ftp" : address.scheme.rawValue)
    try easy.set(CURLOPT_REDIR_PROTOCOLS_STR, "https")
    try easy.set(CURLOPT_FOLLOWLOCATION, 0)
    try easy.set(CURLOPT_PROXY, "")
    try easy.set(CURLOPT_NOSIGNAL, 1)
    try easy.set(CURLOPT_BUFFERSIZE, 1 << 17)
    if transfer.delivery.arrived > 0, address.scheme != .https {
      try easy.set(CURLOPT_RESUME_FROM_LARGE, offset: transfer.delivery.arrived)
    }
  }

  private func setLimits(_ easy: borrowing EasyHandle) throws(CurlRefusal) {
    try easy.set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.limits.connectTimeout))
    try easy.set(CURLOPT_TIMEOUT_MS, Self.milliseconds(transfer.timeLeft))
    try easy.set(CURLOPT_LOW_SPEED_LIMIT, request.limits.slowestBytesPerSecond)
    try easy.set(CURLOPT_LOW_SPEED_TIME, request.limits.slowestSeconds)
  }

  /// Rounded up and at least 1: 0 would mean no limit.
  private static func milliseconds(_ time: Duration) -> Int { max(1, Int(clamping: time.milliseconds) &+ 1) }

  private func setTLS(_ easy: borrowing EasyHandle) throws(CurlRefusal) {
    try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
    try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
    try easy.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    if let file = request.trust.authorityFile {
      try easy.set(CURLOPT_CAINFO, file)
      try easy.set(CURLOPT_CAPATH, nil)  // else the system's authorities would count as well
    }
    if let certificate = request.certificate, transfer.isAtOrigin {
      try easy.set(CURLOPT_SSLCERT, certificate.file)
      try easy.set(CURLOPT_SSLKEY, certificate.keyFile)
      // Without one libcurl would have OpenSSL ask on the terminal.
      try easy.set(CURLOPT_KEYPASSWD, certificate.passphrase?.revealed ?? "")
    }
  }

  private func setHTTP(_ easy: inout EasyHandle) throws(CurlRefusal) {
    try easy.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
    try easy.set(CURLOPT_USERAGENT, "qingfen")
    // gzip is decompressed here and not by libcurl, which takes a stream that is cut for whole.
    try easy.set(CURLOPT_HTTP_CONTENT_DECODING, 0)
    if request.method != .get {
      try easy.set(CURLOPT_POST, 1)
      try easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
      try easy.setBody(request.body ?? [])
    }
    var lines = ["Expect:"]
    if request.acceptsGzip { lines.append("Accept-Encoding: gzip") }
    if let validator = transfer.version?.validator, transfer.delivery.arrived > 0 {
      lines += ["Range: bytes=\(transfer.delivery.arrived)-", "If-Range: \(validator)"]
    }
    if transfer.isAtOrigin {
      lines += request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
      if case .signed(let signing) = request.authentication { lines += transfer.signature(signing) }
      try setCredentials(easy)
    }
    try easy.setHeaders(lines)
  }

  private func setFTP(_ easy: borrowing EasyHandle) throws(CurlRefusal) {
    try easy.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))  // control and data connections
    try easy.set(CURLOPT_FTP_FILEMETHOD, Int(CURLFTPMETHOD_NOCWD.rawValue))
    try easy.set(CURLOPT_FILETIME, 1)
    try setCredentials(easy)
  }

  private func setSSH(_ easy: borrowing EasyHandle) throws(CurlRefusal) {
    try easy.set(CURLOPT_FILETIME, 1)
    try easy.setSSH(request.trust, request.authentication)
  }

  private func setCredentials(_ easy: borrowing EasyHandle) throws(CurlRefusal) {
    switch request.authentication {
    case .password(let user, let password):
      try easy.set(CURLOPT_HTTPAUTH, curl_auth_basic)
      try easy.set(CURLOPT_USERNAME, user)
      try easy.set(CURLOPT_PASSWORD, password.revealed)
    case .bearer(let token):
      try easy.set(CURLOPT_HTTPAUTH, curl_auth_bearer)
      try easy.set(CURLOPT_XOAUTH2_BEARER, token.revealed)
    case .netrc(let file):
      try easy.set(CURLOPT_NETRC, Int(CURL_NETRC_REQUIRED.rawValue))
      try easy.set(CURLOPT_NETRC_FILE, file)
    case .none, .signed, .privateKey: break
    }
  }
}
