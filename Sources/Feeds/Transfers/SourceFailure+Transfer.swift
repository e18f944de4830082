import Transfer

extension SourceFailure {
  /// The source whose transfer failed. Nil when not the source failed but the run has to stop: it was cancelled, or this machine failed.
  public init?(_ failure: TransferFailure, source: String) {
    let kind: Kind
    switch failure.kind {
    case .cancelled, .local: return nil
    case .missing: kind = .missing
    case .refused, .configuration: kind = .refused
    case .unreachable, .unavailable, .timedOut: kind = .unreachable
    case .incomplete, .tooLarge, .wrongDigest: kind = .incomplete
    case .unexpected: kind = .malformed
    }
    self.init(
      kind: kind, source: source, file: failure.location, field: failure.what, expected: failure.expected, found: failure.found,
      advice: failure.advice)
  }

  /// Runs a transfer; its failure is thrown as the source's, or as it is when the run has to stop.
  static func of<Result>(source: String, _ transfer: () throws(TransferFailure) -> Result) throws -> Result {
    do throws(TransferFailure) {
      return try transfer()
    } catch {
      if let failure = SourceFailure(error, source: source) { throw failure }
      throw error
    }
  }
}
