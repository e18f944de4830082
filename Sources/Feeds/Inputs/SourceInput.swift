import Tables

/// One input of a run: what the manifest and messages call it, and how its bytes are had, wherever they come from.
public struct SourceInput: Sendable {
  /// The feed (`orders`, `redemptions`, `refunds`, `payouts`) or the partner.
  public let name: String
  /// As messages and the manifest name it.
  public let path: String
  private let open: @Sendable () throws(SourceFailure) -> SourceBytes

  /// `open` is called once, on any thread.
  public init(name: String, path: String, open: @escaping @Sendable () throws(SourceFailure) -> SourceBytes) {
    self.name = name
    self.path = path
    self.open = open
  }

  /// A file; `path` is relative to `root` unless it begins with a slash. `prepare` gets its raw bytes before they are parsed.
  public static func file(
    name: String, path: String, root: String, prepare: @escaping @Sendable (consuming [UInt8]) throws(SourceFailure) -> SourceBytes
  ) -> SourceInput {
    SourceInput(name: name, path: path) { () throws(SourceFailure) in
      let bytes: [UInt8]
      do {
        bytes = try FileBytes.read(path: path.hasPrefix("/") || root.isEmpty ? path : "\(root)/\(path)")
      } catch {
        throw SourceFailure(error, source: name, file: path)
      }
      return try prepare(bytes)
    }
  }

  /// The same input; `note` is told when it fails.
  public func noting(_ note: @escaping @Sendable (SourceFailure) -> Void) -> SourceInput {
    SourceInput(name: name, path: path) { [open] () throws(SourceFailure) in
      do {
        return try open()
      } catch {
        note(error)
        throw error
      }
    }
  }

  /// Reads the bytes and drops them: for whoever only keeps them.
  public func touch() throws(SourceFailure) { _ = try open() }

  /// Reads the bytes and parses them; the record is there whenever the bytes were.
  func read<Feed>(
    _ parse: (consuming [UInt8]) throws(SourceFailure) -> (Feed, rows: Int, rejected: Int)
  ) -> SourceReading<Feed> {
    do throws(SourceFailure) {
      let source = try open()
      func record(_ rows: Int, _ rejected: Int) -> SourceRecord {
        SourceRecord(name: name, path: path, bytes: source.count, sha256: source.sha256, rows: rows, rejected: rejected)
      }
      do throws(SourceFailure) {
        let (feed, rows, rejected) = try parse(source.bytes)
        return SourceReading(feed: feed, record: record(rows, rejected), failure: nil)
      } catch {
        return SourceReading(feed: nil, record: record(0, 0), failure: error)
      }
    } catch {
      return SourceReading(feed: nil, record: nil, failure: error)
    }
  }
}

/// The bytes of an input.
public struct SourceBytes: Sendable {
  /// What is parsed: card codes are replaced already (SPEC §10).
  public let bytes: [UInt8]
  /// Length and SHA-256 of what came.
  public let count: Int
  public let sha256: String

  public init(bytes: consuming [UInt8], count: Int, sha256: String) {
    self.bytes = bytes
    self.count = count
    self.sha256 = sha256
  }
}

/// What became of one input: a feed, or the failure that took its place.
public struct SourceReading<Feed: Sendable>: Sendable {
  public let feed: Feed?
  /// Nil when not even bytes could be read.
  public let record: SourceRecord?
  public let failure: SourceFailure?
}
