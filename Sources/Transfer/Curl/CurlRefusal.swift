import CCurl

/// libcurl did not take a setting or could not make a handle: memory ran out, or it was built without what we need.
struct CurlRefusal: Error {
  let step: String
  let code: CURLcode

  init(_ step: String, _ code: CURLcode) {
    self.step = step
    self.code = code
  }

  /// Throws unless `code` is success: the one place where setters' results are looked at.
  static func check(_ code: CURLcode, _ step: @autoclosure () -> String) throws(CurlRefusal) {
    if code != CURLE_OK { throw CurlRefusal(step(), code) }
  }
}

/// libcurl as a whole.
enum CurlLibrary {
  /// Initialises libcurl once per process; thread safe since 7.84.
  static let initialised: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  /// libcurl's fixed text for `code`.
  static func text(of code: CURLcode) -> String {
    unsafe curl_easy_strerror(code).map { unsafe String(cString: $0) } ?? "code \(code.rawValue)"
  }
}
