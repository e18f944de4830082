import Tables

/// One file of a source: where it is, and what the manifest and messages call it.
struct SourceFile: Sendable {
  let name: String
  let path: String
  /// The folder that `path` is relative to.
  let root: String

  /// Where the system finds it.
  private var location: String { path.hasPrefix("/") || root.isEmpty ? path : "\(root)/\(path)" }

  /// Reads the bytes, has them digested, and parses them; the record is there whenever the bytes were.
  func read<Feed>(
    digest: ([UInt8]) -> String, parse: (consuming [UInt8]) throws(SourceFailure) -> (Feed, rows: Int, rejected: Int)
  ) -> SourceReading<Feed> {
    do throws(FileBytes.ReadError) {
      let bytes = try FileBytes.read(path: location)
      let (count, sha256) = (bytes.count, digest(bytes))
      func record(_ rows: Int, _ rejected: Int) -> SourceRecord {
        SourceRecord(name: name, path: path, bytes: count, sha256: sha256, rows: rows, rejected: rejected)
      }
      do throws(SourceFailure) {
        let (feed, rows, rejected) = try parse(consume bytes)
        return SourceReading(feed: feed, record: record(rows, rejected), failure: nil)
      } catch {
        return SourceReading(feed: nil, record: record(0, 0), failure: error)
      }
    } catch {
      return SourceReading(feed: nil, record: nil, failure: SourceFailure(error, source: name, file: path))
    }
  }
}

/// What became of one file: a feed, or the failure that took its place.
public struct SourceReading<Feed: Sendable>: Sendable {
  public let feed: Feed?
  /// Nil when not even bytes could be read.
  public let record: SourceRecord?
  public let failure: SourceFailure?
}
