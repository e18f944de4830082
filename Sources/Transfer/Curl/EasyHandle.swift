import CCurl

/// The owner of one libcurl handle, the lists given to it, and the buffer for its words about an error.
@safe struct EasyHandle: ~Copyable {
  let pointer: UnsafeMutableRawPointer
  private let words: UnsafeMutablePointer<CChar>
  /// Headers, recipients of a mail, or commands for a server.
  private var list: UnsafeMutablePointer<curl_slist>?

  init() throws(CurlRefusal) {
    try CurlRefusal.check(CurlLibrary.initialised, "initialise")
    guard let pointer = unsafe curl_easy_init() else { throw CurlRefusal("make a handle", CURLE_OUT_OF_MEMORY) }
    unsafe self.pointer = pointer
    unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    unsafe list = nil
  }

  deinit {
    unsafe curl_easy_cleanup(pointer)
    unsafe curl_slist_free_all(list)
    unsafe words.deallocate()
  }

  /// Tells transfers of one multi handle apart.
  var id: Int { unsafe Int(bitPattern: pointer) }

  func set(_ option: CURLoption, _ value: Int) throws(CurlRefusal) {
    try CurlRefusal.check(unsafe curl_set_long(pointer, option, value), "set option \(option.rawValue)")
  }

  func set(_ option: CURLoption, offset value: Int64) throws(CurlRefusal) {
    try CurlRefusal.check(unsafe curl_set_offset(pointer, option, Int(value)), "set option \(option.rawValue)")
  }

  /// `nil` turns a default off, such as the system's folder of authorities.
  func set(_ option: CURLoption, _ text: String?) throws(CurlRefusal) {
    try CurlRefusal.check(unsafe curl_set_text(pointer, option, text), "set option \(option.rawValue)")
  }

  /// The body of a POST or PUT; copied.
  func setBody(_ bytes: [UInt8]) throws(CurlRefusal) {
    try set(CURLOPT_POSTFIELDSIZE_LARGE, offset: Int64(bytes.count))
    let code = unsafe bytes.withUnsafeBytes { bytes in
      unsafe curl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
    try CurlRefusal.check(code, "set the body")
  }

  mutating func setHeaders(_ lines: [String]) throws(CurlRefusal) { try set(CURLOPT_HTTPHEADER, lines) }

  mutating func setRecipients(_ addresses: [String]) throws(CurlRefusal) { try set(CURLOPT_MAIL_RCPT, addresses) }

  /// Commands for an SFTP server once the upload has succeeded.
  mutating func setCommandsAfterwards(_ lines: [String]) throws(CurlRefusal) { try set(CURLOPT_POSTQUOTE, lines) }

  private mutating func set(_ option: CURLoption, _ lines: [String]) throws(CurlRefusal) {
    for line in lines {
      guard let longer = unsafe curl_slist_append(list, line) else { throw CurlRefusal("set a list", CURLE_OUT_OF_MEMORY) }
      unsafe list = longer
    }
    try CurlRefusal.check(unsafe curl_set_list(pointer, option, list), "set a list")
  }

  /// Where what is sent comes from; `owner`, which the function gets, must outlive the transfer.
  func setSource(owner: UnsafeMutableRawPointer, _ source: curl_bytes_function) throws(CurlRefusal) {
    try CurlRefusal.check(unsafe curl_set_bytes_function(pointer, CURLOPT_READFUNCTION, source), "set a function")
    try CurlRefusal.check(unsafe curl_set_pointer(pointer, CURLOPT_READDATA, owner), "set a function's owner")
  }

  func share(_ share: UnsafeMutableRawPointer) throws(CurlRefusal) {
    try CurlRefusal.check(unsafe curl_set_share(pointer, share), "share TLS sessions")
  }

  /// Sends what arrives, and words about an error, to where they are looked for; `owner`, which the functions get, must outlive the transfer.
  func setFunctions(
    owner: UnsafeMutableRawPointer, bytes: curl_bytes_function, headers: curl_bytes_function, connected: curl_prereq_callback
  ) throws(CurlRefusal) {
    try CurlRefusal.check(unsafe curl_set_pointer(pointer, CURLOPT_ERRORBUFFER, words), "set the error buffer")
    try CurlRefusal.check(unsafe curl_set_bytes_function(pointer, CURLOPT_WRITEFUNCTION, bytes), "set a function")
    try CurlRefusal.check(unsafe curl_set_bytes_function(pointer, CURLOPT_HEADERFUNCTION, headers), "set a function")
    try CurlRefusal.check(unsafe curl_set_prereq_function(pointer, connected), "set a function")
    for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA] {
      try CurlRefusal.check(unsafe curl_set_pointer(pointer, option, owner), "set a function's owner")
    }
  }

  // What libcurl knows of the transfer; all of these are asked for while the handle is alive and fail only for an unknown name.

  func long(_ info: CURLINFO) -> Int {
    var value = 0
    let code = unsafe curl_get_long(pointer, info, &value)
    precondition(code == CURLE_OK, "libcurl does not know information \(info.rawValue)")
    return value
  }

  func offset(_ info: CURLINFO) -> Int64 {
    var value: curl_off_t = 0
    let code = unsafe curl_get_offset(pointer, info, &value)
    precondition(code == CURLE_OK, "libcurl does not know information \(info.rawValue)")
    return Int64(value)
  }

  func text(_ info: CURLINFO) -> String? {
    var value: UnsafeMutablePointer<CChar>?
    let code = unsafe curl_get_text(pointer, info, &value)
    precondition(code == CURLE_OK, "libcurl does not know information \(info.rawValue)")
    return unsafe value.map { unsafe String(cString: $0) }
  }

  /// libcurl's own words about an error, maybe empty. They may quote the peer: only the words of TLS are shown.
  var errorWords: String { unsafe String(cString: words) }
}
