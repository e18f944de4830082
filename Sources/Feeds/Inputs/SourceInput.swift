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

  /// A file; `path` is relative to `root` unless it begins with a slash.
  ///
  /// `prepare` gets the name, the path, where the system finds the file, and its raw bytes before they are parsed.
  public static func file(name: String, path: String, root: String, prepare: @escaping Preparation) -> SourceInput {
    let location = path.hasPrefix("/") || root.isEmpty ? path : "\(root)/\(path)"
    return SourceInput(name: name, path: path) { () throws(SourceFailure) in
      let bytes: [UInt8]
      do throws(FileBytes.ReadError) {
        bytes = try FileBytes.read(path: location)
      } catch {
        throw SourceFailure(error, source: name, file: path)
      }
      return try prepare(LocalFile(name: name, path: path, location: location), bytes)
    }
  }

  /// What is done with the raw bytes of a local file before they are parsed, on any thread; a file that must not be used throws.
  public typealias Preparation = @Sendable (LocalFile, consuming [UInt8]) throws(SourceFailure) -> SourceBytes

  /// The same input; `note` is told when it fails.
  public func noting(_ note: @escaping @Sendable (SourceFailure) -> Void) -> SourceInput {
    SourceInput(name: name, path: path) { [open] () throws(SourceFailure) in
      do throws(SourceFailure) {
        return try open()
      } catch {
        note(error)
        throw error
      }
    }
  }

  /// Reads the bytes and drops them: for whoever only keeps them.
  public func touch() throws(SourceFailure) { _ = try open() }

  /// Reads the bytes and parses them; the record is there whenever the bytes were. `nothing` is read where the source says that there is
  /// nothing.
  func read<Feed>(
    nothing: Feed? = nil,
    _ parse: (consuming [UInt8]) throws(SourceFailure) -> (Feed, rows: Int, rejected: Int)
  ) -> SourceReading<Feed> {
    do throws(SourceFailure) {
      var source = try open()
      let (count, sha256, completeness) = (source.count, source.sha256, source.completeness)
      func record(_ rows: Int, _ rejected: Int) -> SourceRecord {
        SourceRecord(name: name, path: path, bytes: count, sha256: sha256, rows: rows, rejected: rejected, completeness: completeness)
      }
      if source.isNothing, let nothing { return SourceReading(feed: nothing, record: record(0, 0), failure: nil) }
      do throws(SourceFailure) {
        let (feed, rows, rejected) = try parse(source.takeBytes())
        return SourceReading(feed: feed, record: record(rows, rejected), failure: nil)
      } catch {
        return SourceReading(feed: nil, record: record(0, 0), failure: error)
      }
    } catch {
      return SourceReading(feed: nil, record: nil, failure: error)
    }
  }
}

/// A local file that an input is.
public struct LocalFile: Sendable {
  public let name: String
  /// As messages name it.
  public let path: String
  /// Where the system finds it.
  public let location: String
}

/// The bytes of an input.
public struct SourceBytes: Sendable {
  /// What is parsed: card codes are replaced already (SPEC §10).
  public private(set) var bytes: [UInt8]
  /// Length and SHA-256 of what came.
  public let count: Int
  public let sha256: String
  /// What showed that all of it came; nil for a local file.
  public let completeness: String?
  /// The source said that there is nothing.
  public let isNothing: Bool

  public init(bytes: consuming [UInt8], count: Int, sha256: String, completeness: String? = nil, isNothing: Bool = false) {
    self.bytes = bytes
    self.isNothing = isNothing
    self.count = count
    self.sha256 = sha256
    self.completeness = completeness
  }

  /// Gives the bytes away: whoever gets them is their only owner and may change them in place.
  mutating func takeBytes() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    return taken
  }
}

/// What became of one input: a feed, or the failure that took its place.
public struct SourceReading<Feed: Sendable>: Sendable {
  public let feed: Feed?
  /// Nil when not even bytes could be read.
  public let record: SourceRecord?
  public let failure: SourceFailure?
}
