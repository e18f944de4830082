import Transfer

extension PublishedHash {
  /// Fetches a published hash file; see ``read(_:source:file:)``.
  ///
  /// Throws ``SourceFailure``, or `TransferFailure` when the run has to stop.
  public static func fetch(_ request: FileRequest, over session: TransferSession, source: String) throws -> PublishedHash {
    var request = request
    request.content = .notHTML
    request.limits.maximumBytes = Int64(longestFile)
    let answer = try SourceFailure.of(source: source) { () throws(TransferFailure) in try session.fetch(request) }
    return try read(answer.bytes, source: source, file: URLText.withoutQuery(request.url))
  }

  /// For a transfer to demand.
  public var digest: PublishedDigest {
    let algorithm: PublishedDigest.Algorithm =
      switch self.algorithm {
      case .md5: .md5
      case .sha1: .sha1
      case .sha256: .sha256
      }
    return PublishedDigest(algorithm, hexadecimal)!
  }
}
