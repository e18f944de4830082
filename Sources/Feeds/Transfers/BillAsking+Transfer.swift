import SettlementCore
import Transfer

extension BillAsking {
  /// Statuses whose body may say that there is no bill, or none yet.
  private static let answers: Set = [202, 400, 404, 409, 422]

  /// Asks with `ask` and downloads with `download`, whose URL is the link's, into `sink`; see ``deliver(attempts:pause:ask:download:)``.
  ///
  /// Both have their own limits; the attempts of `download` are ours. What proves who we are goes along only to the server that was asked.
  /// Throws ``SourceFailure``, or `TransferFailure` when the run has to stop.
  public func deliver(
    over session: TransferSession, ask: FileRequest, download: FileRequest, into sink: any TransferSink, attempts: Int,
    pause: (Int) throws -> Void
  ) throws -> BillDelivery<TransferReceipt> {
    var question = ask
    question.answerStatuses = Self.answers
    question.content = .notHTML
    return try deliver(attempts: attempts, pause: pause) {
      let answer = try SourceFailure.of(source: source) { () throws(TransferFailure) in try session.fetch(question) }
      return (answer.bytes, answer.receipt.status ?? 200)
    } download: { link in
      try sink.restart()
      let request = Self.request(for: link, like: download)
      return try SourceFailure.of(source: source) { () throws(TransferFailure) in try session.fetch(request, into: sink) }
    }
  }

  private static func request(for link: BillLink, like template: FileRequest) -> FileRequest {
    var request = template
    request.url = link.url
    request.shownAs = link.shownAs
    request.content = .notHTML
    request.retry.attempts = 1
    request.proof.digest = link.hash?.digest
    if !link.isOnAskedServer {
      request.authentication = .none
      request.certificate = nil
      request.headers = []
    }
    return request
  }
}
