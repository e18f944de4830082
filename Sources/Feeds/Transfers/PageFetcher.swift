import Transfer

/// Fetches pages of the store's REST interface; see ``PagedPull/pull(_:)``.
public struct PageFetcher: Sendable {
  private let session: TransferSession
  private let template: FileRequest
  private let throttle: RequestThrottle

  /// `template` is a request to the interface with everything but its URL: who we are, whom we trust, limits, retries.
  public init(session: TransferSession, template: FileRequest, throttle: RequestThrottle) {
    self.session = session
    self.template = template
    self.throttle = throttle
  }

  /// Waits for its place, then fetches. Throws ``SourceFailure``, or `TransferFailure` when the run has to stop.
  public func fetch(_ page: PageRequest) throws -> Page {
    throttle.wait()
    var request = template
    request.url = page.url
    request.shownAs = "\(page.shownAs) page \(page.number)"
    request.content = .notHTML
    let answer = try SourceFailure.of(source: page.feed.rawValue) { () throws(TransferFailure) in try session.fetch(request) }
    return Page(body: answer.bytes, links: answer.receipt.headers("link"), serverTime: answer.receipt.serverTime)
  }
}
