/// Something of the archive that cannot be read, or is not what was stored.
public enum ArchiveFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The disk failed (exit 13).
  case file(FileFailure)
  /// What stands at `path` is not what was stored there, or nothing is (exit 14).
  case damaged(path: String, expected: String, found: String)

  public var description: String {
    switch self {
    case .file(let failure): failure.description
    case .damaged(let path, let expected, let found):
      "\(path): expected \(expected), found \(found); the archive was damaged or edited: restore this file from a backup"
    }
  }
}

/// Does `work` on files; its failure becomes the archive's.
func readingArchive<Result: ~Copyable>(_ work: () throws(FileFailure) -> Result) throws(ArchiveFailure) -> Result {
  do throws(FileFailure) { return try work() } catch { throw .file(error) }
}
