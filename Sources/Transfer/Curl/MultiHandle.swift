import CCurl

/// The owner of a libcurl multi handle and the TLS sessions its transfers share: all on one thread at a time.
@safe struct MultiHandle: ~Copyable {
  private let multi: UnsafeMutableRawPointer
  private let share: UnsafeMutableRawPointer

  init() throws(CurlRefusal) {
    try CurlRefusal.check(CurlLibrary.initialised, "initialise")
    guard let multi = unsafe curl_multi_init() else { throw CurlRefusal("make a multi handle", CURLE_OUT_OF_MEMORY) }
    guard let share = unsafe curl_share_init() else {
      unsafe curl_multi_cleanup(multi)
      throw CurlRefusal("make a share", CURLE_OUT_OF_MEMORY)
    }
    if unsafe curl_share_kind(share, CURL_LOCK_DATA_SSL_SESSION) != CURLSHE_OK {
      unsafe curl_multi_cleanup(multi)
      unsafe curl_share_cleanup(share)
      throw CurlRefusal("share TLS sessions", CURLE_FAILED_INIT)
    }
    unsafe self.multi = multi
    unsafe self.share = share
  }

  deinit {
    // Every transfer has been removed by then, so neither can refuse.
    unsafe curl_multi_cleanup(multi)
    unsafe curl_share_cleanup(share)
  }

  func add(_ easy: borrowing EasyHandle) throws(CurlRefusal) {
    try unsafe easy.share(share)
    try check(unsafe curl_multi_add_handle(multi, easy.pointer), "add a transfer")
  }

  func remove(_ easy: borrowing EasyHandle) throws(CurlRefusal) {
    try check(unsafe curl_multi_remove_handle(multi, easy.pointer), "remove a transfer")
  }

  /// Does what can be done without waiting.
  func perform() throws(CurlRefusal) {
    var running: Int32 = 0
    try check(unsafe curl_multi_perform(multi, &running), "go on")
  }

  /// Waits for the network, at most `milliseconds`.
  func poll(milliseconds: Int32) throws(CurlRefusal) {
    try check(unsafe curl_multi_poll(multi, nil, 0, milliseconds, nil), "wait")
  }

  /// The identity of the next transfer that ended, and how it did; `nil` when there is none.
  func nextEnded() -> (id: Int, result: CURLcode)? {
    var waiting: Int32 = 0
    while let message = unsafe curl_multi_info_read(multi, &waiting) {
      if unsafe message.pointee.msg == CURLMSG_DONE {
        return unsafe (Int(bitPattern: message.pointee.easy_handle), curl_message_result(message))
      }
    }
    return nil
  }

  private func check(_ code: CURLMcode, _ step: String) throws(CurlRefusal) {
    if code == CURLM_OK { return }
    throw CurlRefusal(step, code == CURLM_OUT_OF_MEMORY ? CURLE_OUT_OF_MEMORY : CURLE_BAD_FUNCTION_ARGUMENT)
  }
}
