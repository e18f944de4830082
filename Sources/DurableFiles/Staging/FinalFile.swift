import Glibc

/// A file that is made out of sight, put in its place once, and never replaced: an issued statement.
public enum FinalFile {
  /// Puts a finished file in its place, 0640, and returns when that is durable; the folder of the place is made when it is missing.
  ///
  /// Throws EEXIST when anything stands there already: what was issued is never written over.
  public static func put(_ staged: String, at path: String) throws(FileFailure) {
    try FolderTree.seal(staged)
    let folder = Path.parent(of: path)
    try FolderTree.ensure(folder)
    try Path.check(name: Path.name(of: path), in: path)
    if try FolderTree.kind(of: path) != .absent { throw FileFailure(operation: "publish", path: path, code: EEXIST) }
    try attempt("publish", path, effect: .rename, from: staged) { unsafe rename(staged, path) }
    try Descriptor(open: folder, O_RDONLY | O_DIRECTORY, following: true).sync(folder)
  }

  /// True when a regular file stands at a path.
  public static func stands(at path: String) throws(FileFailure) -> Bool { try FolderTree.kind(of: path) == .file }

  /// Removes a folder of staged files with all that is in it; none there is no error.
  public static func discard(folder: String) throws(FileFailure) { try FolderTree.remove(folder) }
}
