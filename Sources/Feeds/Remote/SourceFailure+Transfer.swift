import Transfer

extension SourceFailure {
  /// A transfer that failed, as a failure of the source that it was for.
  init(_ failure: TransferFailure, source: String) {
    let kind: Kind =
      switch failure.kind {
      case .missing: .missing
      case .configuration, .refused: .refused
      case .unreachable, .unavailable, .timedOut, .cancelled: .unreachable
      case .incomplete, .wrongDigest: .incomplete
      case .tooLarge, .unexpected, .local: .unreadable
      }
    self.init(
      kind: kind, source: source, file: failure.location, field: "transfer", expected: failure.expected, found: failure.found,
      advice: failure.advice)
  }
}
