import CCurl

/// One file on its way, over all attempts: what has arrived, which version of the file it is, and what may still be spent.
final class FileTransfer {
  let request: FileRequest
  private let clock: TransferClock
  let isCancelled: () -> Bool
  /// Where the next attempt goes: the request's URL, or where it was redirected to.
  private(set) var address: Address
  private let origin: Address
  var delivery: Delivery
  /// The version of the file that what has arrived belongs to.
  private(set) var version: FileVersion?

  private var attempts = 0
  private var resumptions = 0
  private var redirects = 0
  private var waited = Duration.zero
  private let deadline: Duration
  private var mustStartAnew = false
  private var firstPeerWasLocal: Bool?
  private var serverTime: Int64?

  /// What comes after an attempt.
  enum Step {
    case ended(Result<TransferReceipt, TransferFailure>)
    /// Another attempt, not before this moment of the monotonic clock.
    case again(at: Duration)
  }

  /// Throws for a request that cannot be right.
  init(
    _ request: FileRequest, _ sink: any TransferSink, clock: TransferClock, isCancelled: @escaping () -> Bool
  ) throws(Fault) {
    address = try request.check()
    origin = address
    self.request = request
    self.clock = clock
    self.isCancelled = isCancelled
    delivery = Delivery(request, sink)
    deadline = clock.monotonic() + request.limits.deadline
  }

  var timeLeft: Duration { deadline - clock.monotonic() }
  var isPastDeadline: Bool { timeLeft <= .zero }
  /// Credentials, headers and the client certificate stay with the origin.
  var isAtOrigin: Bool { address.isSameOrigin(as: origin) }

  /// The next attempt; what has arrived is forgotten when it cannot be continued.
  func begin() throws(Fault) -> Attempt {
    attempts += 1
    try Fault.begin(.connect, address.shown)
    if delivery.arrived > 0, mustStartAnew || !canResume { try restart() }
    mustStartAnew = false
    do { return try Attempt(of: self) } catch { throw .library(error) }
  }

  private func restart() throws(Fault) {
    resumptions = 0
    try delivery.restart()
  }

  private var canResume: Bool {
    guard let version, request.method == .get else { return false }
    if let total = version.total, delivery.arrived >= total { return false }
    switch address.scheme {
    case .https: return version.validator != nil
    case .sftp, .ftps, .ftpes: return version.total != nil && version.modified != nil
    case .file: return false
    }
  }

  func signature(_ signing: RequestSigning) -> [String] {
    let nonce = hexadecimal(
      [clock.random(), clock.random()].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } })
    return signing.headers(
      method: request.method.rawValue, target: address.target, body: request.body ?? [], wallMilliseconds: clock.wallMilliseconds(),
      nonce: nonce)
  }

  // Local addresses: refused on request, and after a redirect to another host unless the first host was local itself.

  var refusesLocalAddresses: Bool { request.refusesLocalAddresses || !isAtOrigin && firstPeerWasLocal == false }

  func sees(peer: String) {
    if firstPeerWasLocal == nil { firstPeerWasLocal = LocalAddress.isLocal(peer) }
  }

  // The answer, before its first byte is handed over.

  func open(_ answer: Answer, redirect: String?) throws(Fault) {
    serverTime = answer.header("date").flatMap(Answer.date)
    let status = answer.status ?? 0
    if status == 206, delivery.arrived > 0 { return try resume(answer) }
    guard status == 200 || request.answerStatuses.contains(status) else {
      let target = redirect.flatMap { try? Address($0) }.map { request.shownAs == nil ? $0.shown : $0.origin }
      throw .status(status, retryAfter: answer.retryAfter(wallMilliseconds: clock.wallMilliseconds()), redirect: target)
    }
    try restart()
    version = status == 200 ? FileVersion(answer) : nil
    try checkHeaders(answer)
  }

  /// The server continues: only the same version of the file, and from where we are.
  private func resume(_ answer: Answer) throws(Fault) {
    let tag = answer.header("etag")
    guard let range = answer.contentRange, range.first == delivery.arrived, let version,
      version.total == nil || range.total == nil || version.total == range.total,
      tag == nil || version.validator?.hasPrefix("\"") != true || tag == version.validator
    else { throw .changed }
    if version.total == nil { self.version?.total = range.total }
    resumptions += 1
  }

  private func checkHeaders(_ answer: Answer) throws(Fault) {
    switch answer.header("content-encoding")?.lowercased() {
    case nil, "identity", "": break
    case "gzip", "x-gzip": try delivery.expectGzip()
    case let other?: throw .encoding(other)
    }
    if case .notHTML = request.content, answer.header("content-type")?.lowercased().hasPrefix("text/html") == true { throw .webPage }
    try checkTotal()
  }

  /// SFTP, FTPS and file: `rest` are the bytes that are still to come.
  func open(rest: Int64?, modified: Int64?) throws(Fault) {
    let now = FileVersion(total: rest.map { $0 + delivery.arrived }, modified: modified)
    if delivery.arrived > 0 {
      guard now == version else { throw .changed }
      resumptions += 1
    }
    version = now
    try checkTotal()
  }

  private func checkTotal() throws(Fault) {
    guard let total = version?.total, total > request.limits.maximumBytes else { return }
    throw .tooLarge(request.limits.maximumBytes, announced: total)
  }

  // The end of an attempt.

  /// What the finished attempt delivered; throws when the file is not whole.
  func receipt(_ answer: Answer) throws(Fault) -> TransferReceipt {
    if let total = version?.total, total != delivery.arrived { throw .cut(after: delivery.arrived, of: total) }
    let completeness: Completeness
    do {
      completeness = try delivery.prove(protocolProof(answer))
    } catch {
      // Two parts that do not fit together: once more, in one piece.
      if error.kind == .wrongDigest, resumptions > 0 { throw error.again() }
      throw error
    }
    return TransferReceipt(
      bytes: delivery.delivered, completeness: completeness, attempts: attempts, resumptions: resumptions, waited: waited,
      status: answer.status, modified: version?.modified ?? answer.header("last-modified").flatMap(Answer.date), headers: answer.headers)
  }

  private func protocolProof(_ answer: Answer) -> Completeness {
    switch address.scheme {
    case .https: version?.total == nil ? answer.completeness : .length
    case .file: version?.total == nil ? .none : .length
    // libcurl takes no size 0 for granted: then SFTP's end of file counts.
    case .sftp, .ftps, .ftpes: version?.total == nil ? .endMarker : .length
    }
  }

  /// Looks at how an attempt ended and decides what comes next.
  func end(_ attempt: Attempt, _ code: CURLcode) -> Step {
    do {
      return .ended(.success(try attempt.end(code)))
    } catch {
      if let step = follow(attempt, error) { return step }
      return fail(error)
    }
  }

  /// The next step after a redirect; `nil` when it is not one to follow.
  private func follow(_ attempt: Attempt, _ fault: Fault) -> Step? {
    guard let status = fault.status, [301, 302, 303, 307, 308].contains(status), request.method == .get, request.maximumRedirects > 0
    else { return nil }
    guard let url = attempt.easy.text(CURLINFO_REDIRECT_URL) else { return nil }
    redirects += 1
    if redirects > request.maximumRedirects { return fail(.redirects(request.maximumRedirects)) }
    guard let target = try? Address(url), target.scheme == .https else { return fail(.redirectedElsewhere) }
    address = target
    attempts -= 1  // the next attempt goes on with this one
    return .again(at: clock.monotonic())
  }

  /// Another attempt after `fault`, or the end.
  func fail(_ fault: Fault) -> Step {
    if fault.startsAnew { mustStartAnew = true }
    guard fault.isTransient, request.method != .post || fault.isUntouched else { return give(up: fault, ending: .atOnce) }
    guard attempts < request.retry.attempts else { return give(up: fault, ending: .attemptsUsedUp) }
    guard let wait = request.retry.budget.take(fault.retryAfter ?? request.retry.jitter(after: attempts, clock.random())) else {
      return give(up: fault, ending: .budgetUsedUp)
    }
    let moment = clock.monotonic() + wait
    if moment >= deadline { return give(up: fault, ending: .deadline) }
    waited += wait
    // A redirected URL may be good for one use only.
    address = origin
    redirects = 0
    return .again(at: moment)
  }

  /// The end without a file.
  func give(up fault: Fault, ending: Fault.Ending = .atOnce) -> Step {
    .ended(
      .failure(
        fault.failure(
          of: request, at: request.shownAs ?? origin.shown, attempts: attempts, waited: waited, ending: ending, serverTime: serverTime)))
  }
}
