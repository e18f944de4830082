import CCurl

/// One try at a transfer: owns libcurl's handle for it and judges the answer before the first byte is handed over.
@safe final class Attempt {
  private(set) var easy: EasyHandle
  private let transfer: FileTransfer
  private(set) var answer = Answer()
  /// Why this attempt is of no use, once that is known.
  private(set) var fault: Fault?
  /// A connection stands, encrypted and trusted.
  private var isConnected = false
  /// The answer was judged and its body goes to the sink.
  private var isOpened = false
  private var dropped = 0

  /// Prepares everything; nothing is sent yet.
  init(of transfer: FileTransfer) throws(CurlRefusal) {
    self.transfer = transfer
    easy = try EasyHandle()
    try Settings(transfer).apply(to: &easy)
    try unsafe easy.setFunctions(
      owner: Unmanaged.passUnretained(self).toOpaque(), bytes: takeBytes, headers: takeHeader, connected: connected)
  }

  // What libcurl calls. Each answers whether to go on.

  fileprivate func take(_ piece: Span<UInt8>) -> Bool {
    if fault != nil { return drop(piece.count) }
    do throws(Fault) {
      if transfer.isCancelled() { throw Fault.cancelled }
      if !isOpened { try open() }
      try Fault.begin(.networkRead, transfer.address.shown)
      try transfer.delivery.take(piece)
      return true
    } catch {
      fault = error
      return error.status != nil  // the body of an error status is read to its end: that keeps the connection
    }
  }

  private func drop(_ count: Int) -> Bool {
    dropped += count
    return dropped <= 1 << 16
  }

  fileprivate func take(header: Span<UInt8>) {
    guard transfer.address.scheme == .https, !isOpened else { return }
    answer.take(line: unsafe header.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) })
  }

  fileprivate func accepts(peer: String) -> Bool {
    isConnected = true
    transfer.sees(peer: peer)
    guard transfer.refusesLocalAddresses, LocalAddress.isLocal(peer) else { return true }
    fault = .localAddress
    return false
  }

  /// Judges the answer: is this the file, and does it continue what has arrived?
  private func open() throws(Fault) {
    isOpened = true
    if transfer.address.scheme == .https {
      try transfer.open(answer, redirect: easy.text(CURLINFO_REDIRECT_URL))
    } else {
      let rest = easy.offset(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
      let modified = easy.offset(CURLINFO_FILETIME_T)
      try transfer.open(rest: rest < 0 ? nil : rest, modified: modified < 0 ? nil : modified)
    }
  }

  /// Whether the sink has the file now; throws why not.
  func end(_ code: CURLcode) throws(Fault) -> TransferReceipt {
    if let fault { throw fault }
    guard code == CURLE_OK else { throw .broken(describe(code)) }
    if !isOpened { try open() }
    return try transfer.receipt(answer)
  }

  private func describe(_ code: CURLcode) -> BrokenTransfer {
    BrokenTransfer(
      code: code, address: transfer.address, limits: transfer.request.limits, pin: transfer.request.trust.hostKeyPin,
      systemError: easy.long(CURLINFO_OS_ERRNO), distrust: easy.long(CURLINFO_SSL_VERIFYRESULT), words: easy.errorWords,
      wasConnected: isConnected, arrived: transfer.delivery.arrived, total: transfer.version?.total,
      isPastDeadline: transfer.isPastDeadline, isOutOfFiles: !isConnected && FileDescriptors.areUsedUp)
  }
}

private let takeBytes: curl_bytes_function = { bytes, size, count, owner in
  let attempt = unsafe Unmanaged<Attempt>.fromOpaque(owner!).takeUnretainedValue()
  let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
  return unsafe attempt.take(piece.bindMemory(to: UInt8.self).span) ? size * count : 0
}

private let takeHeader: curl_bytes_function = { bytes, size, count, owner in
  let attempt = unsafe Unmanaged<Attempt>.fromOpaque(owner!).takeUnretainedValue()
  let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
  unsafe attempt.take(header: line.bindMemory(to: UInt8.self).span)
  return size * count
}

private let connected: curl_prereq_callback = { owner, peer, _, _, _ in
  let attempt = unsafe Unmanaged<Attempt>.fromOpaque(owner!).takeUnretainedValue()
  let isAccepted = unsafe attempt.accepts(peer: peer.map { unsafe String(cString: $0) } ?? "")
  return isAccepted ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
