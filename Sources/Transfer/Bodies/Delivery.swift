/// The way of a body's bytes to the sink: counted, decompressed, checked.
struct Delivery {
  private let sink: any TransferSink
  private let request: FileRequest
  /// Bytes that came over the network since the last start; where a break is continued.
  private(set) var arrived: Int64 = 0
  /// Bytes that the sink has.
  private(set) var delivered: Int64 = 0
  private var inflation: Inflation?
  private var digest: RunningDigest?
  private var opening: Opening?

  init(_ request: FileRequest, _ sink: any TransferSink) {
    self.request = request
    self.sink = sink
    begin()
  }

  private mutating func begin() {
    arrived = 0
    delivered = 0
    inflation = nil
    digest = request.proof.digest.map(RunningDigest.init)
    opening = if case .notHTML = request.content { Opening() } else { nil }
  }

  /// Forgets what has arrived; tells the sink when it has any of it.
  mutating func restart() throws(Fault) {
    let hadSome = delivered > 0
    begin()
    if !hadSome { return }
    do { try sink.restart() } catch { throw .sink(error) }
  }

  /// The bytes to come are compressed.
  mutating func expectGzip() throws(Fault) { inflation = try Inflation() }

  mutating func take(_ piece: Span<UInt8>) throws(Fault) {
    if piece.isEmpty { return }
    arrived += Int64(piece.count)
    if arrived > request.limits.maximumBytes { throw .tooLarge(request.limits.maximumBytes, announced: nil) }
    guard let inflation else { return try hand(piece) }
    try inflation.take(piece) { (piece) throws(Fault) in try hand(piece) }
  }

  private mutating func hand(_ piece: Span<UInt8>) throws(Fault) {
    if delivered + Int64(piece.count) > request.limits.maximumBytes { throw .tooLarge(request.limits.maximumBytes, announced: nil) }
    try opening?.take(piece)
    digest?.update(piece)
    delivered += Int64(piece.count)
    do { try sink.take(piece) } catch { throw .sink(error) }
  }

  /// The strongest proof that the sink has the whole file, when `found` is what the protocol shows; throws when one contradicts.
  func prove(_ found: Completeness) throws(Fault) -> Completeness {
    var proof = found
    if let inflation {
      // A length on the wire says nothing about the file's own.
      if !inflation.isAtEnd { throw .cutCompression }
      if proof == .none { proof = .endMarker }
    }
    if let length = request.proof.length {
      if length != delivered { throw .length(length, found: delivered) }
      proof = .length
    }
    if let digest {
      try digest.check()
      proof = .publishedDigest
    }
    if proof == .none && request.proof.isRequired { throw .unproven }
    return proof
  }
}
