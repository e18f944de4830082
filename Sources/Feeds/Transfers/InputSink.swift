/// Where the bytes of a remote input go, piece by piece. What it got counts only when the pull has succeeded.
public struct InputSink: Sendable {
  /// Forgets everything so far: the input comes again from its first byte.
  public let restart: @Sendable () throws -> Void
  /// The next piece, on one thread at a time.
  public let write: @Sendable (Span<UInt8>) throws -> Void

  public init(restart: @escaping @Sendable () throws -> Void, write: @escaping @Sendable (Span<UInt8>) throws -> Void) {
    self.restart = restart
    self.write = write
  }
}

/// What a pull says of an input that has come whole.
public struct PulledSource: Hashable, Sendable {
  /// As messages and the manifest name it; no secret stands in it.
  public let path: String
  /// The source says that there is nothing for the day: no bytes came.
  public var isEmpty = false
  /// What showed that all of it came.
  public let completeness: String
  /// The largest value of the watermark column, if the feed has one and any row came.
  public var watermark: String?

  public init(path: String, isEmpty: Bool = false, completeness: String, watermark: String? = nil) {
    self.path = path
    self.isEmpty = isEmpty
    self.completeness = completeness
    self.watermark = watermark
  }
}
