import Glibc

/// Folders made, made durable and removed. Symbolic links are never followed.
public enum FolderTree {
  /// The folder of a file, as a path.
  public static func parent(of path: String) -> String { Path.parent(of: path) }

  /// Makes `path` and the folders above it that are missing, each 0750 and durable in its parent.
  ///
  /// Folders that exist keep their rights. Throws ENOTDIR when a part of the path is a file.
  public static func ensure(_ path: String) throws(FileFailure) {
    if try kind(of: path, following: true) == .folder { return }
    let parent = Path.parent(of: path)
    if parent != path { try ensure(parent) }
    try make(path)
    try Descriptor(open: parent, O_RDONLY | O_DIRECTORY, following: true).sync(parent)
  }

  /// Makes one folder with 0750; one that is there already is taken over. Throws ENOTDIR or ELOOP when another thing has the name.
  static func make(_ path: String) throws(FileFailure) {
    try begin(.makeFolder, "create the folder", path)
    if unsafe mkdir(path, Rights.folder) != 0, errno != EEXIST {
      throw FileFailure(operation: "create the folder", path: path, code: errno)
    }
    try Descriptor(folder: path).setMode(Rights.folder, path)
  }

  /// Removes `path` and all below it; nothing there is no error.
  static func remove(_ path: String) throws(FileFailure) {
    switch try kind(of: path) {
    case .absent: return
    case .folder:
      for name in try names(in: path) { try remove("\(path)/\(name)") }
      try attempt("remove the folder", path, effect: .remove) { unsafe rmdir(path) }
    case .file, .other:
      try attempt("remove", path, effect: .remove) { unsafe unlink(path) }
    }
  }

  /// Sets 0640 and 0750 below `path` and makes every file and folder durable, the folder itself last.
  ///
  /// Throws EINVAL for anything that is neither a file nor a folder.
  static func seal(_ path: String) throws(FileFailure) {
    switch try kind(of: path) {
    case .folder:
      for name in try names(in: path) { try seal("\(path)/\(name)") }
      try seal(Descriptor(folder: path), Rights.folder, path)
    case .file:
      try seal(Descriptor(open: path, O_RDONLY), Rights.file, path)
    case .absent: throw FileFailure(operation: FileFailure.sync, path: path, code: ENOENT)
    case .other:
      throw FileFailure(
        operation: "publish", path: path, code: EINVAL, remedy: "only files and folders are published; remove it and start again")
    }
  }

  private static func seal(_ descriptor: consuming Descriptor, _ mode: mode_t, _ path: String) throws(FileFailure) {
    try descriptor.setMode(mode, path)
    try descriptor.sync(path)
  }

  /// Everything below `path` that is no folder, as sorted paths from there; nothing when there is no such folder.
  ///
  /// Throws `FileFailure` when a folder cannot be read.
  public static func files(below path: String) throws(FileFailure) -> [String] {
    guard try kind(of: path) == .folder else { return [] }
    var found: [String] = []
    for name in try names(in: path) {
      let inside = Path.join(path, name)
      if try kind(of: inside) == .folder {
        for below in try files(below: inside) { found.append("\(name)/\(below)") }
      } else {
        found.append(name)
      }
    }
    return found
  }

  /// The folders in `path`, sorted; none when there is no such folder. Throws `FileFailure` when it cannot be read.
  public static func folders(in path: String) throws(FileFailure) -> [String] {
    guard try kind(of: path) == .folder else { return [] }
    var found: [String] = []
    for name in try names(in: path) where try kind(of: Path.join(path, name)) == .folder { found.append(name) }
    return found
  }

  /// What stands at a path.
  enum Kind: Equatable { case absent, file, folder, other }

  /// What stands at `path`; a symbolic link is `other` unless `following`.
  static func kind(of path: String, following: Bool = false) throws(FileFailure) -> Kind {
    var status = stat()
    guard unsafe fstatat(AT_FDCWD, path, &status, following ? 0 : AT_SYMLINK_NOFOLLOW) == 0 else {
      let code = errno
      if code == ENOENT { return .absent }
      throw FileFailure(operation: "look at", path: path, code: code)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// The names in a folder, sorted as bytes, without `.` and `..`.
  static func names(in path: String) throws(FileFailure) -> [String] {
    guard let folder = unsafe opendir(path) else { throw FileFailure(operation: "list", path: path, code: errno) }
    defer { unsafe _ = closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(folder) else {
        let code = errno
        if code != 0 { throw FileFailure(operation: "list", path: path, code: code) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
  }
}
