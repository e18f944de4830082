import Glibc

/// A folder built out of sight and made visible whole (SPEC §9: "visible whole or not at all").
///
/// For the target `output/2026-03-01` the files are gathered in `output/.staging-2026-03-01`. `publish` makes them durable and puts the folder in
/// place by one rename, so a reader sees the old folder or the new one. One process at a time works beside a target: hold the `RunLock`.
/// A value is only names, so threads may share it and write different files.
public struct StagedFolder: Sendable {
  /// The folder to be published, as given, without a final slash.
  public let target: String
  /// The hidden folder the files are gathered in.
  public let staging: String

  private let parent: String
  private var replaced: String { Path.join(parent, Self.replacedPrefix + Path.name(of: target)) }

  static let stagingPrefix = ".staging-"
  static let replacedPrefix = ".replaced-"

  /// Starts an empty staging folder beside `target`; one that a dead run left for the same target is removed.
  ///
  /// Throws EINVAL for a target name that is not allowed, ENOENT when the folder above the target is missing.
  public init(target: String) throws(FileFailure) {
    let name = Path.name(of: target)
    try Path.check(name: name, in: target)
    parent = Path.parent(of: target)
    self.target = Path.join(parent, name)
    staging = Path.join(parent, Self.stagingPrefix + name)
    try FolderTree.remove(staging)
    try FolderTree.make(staging)
  }

  /// Where the file `name` ("statements/eleme/eleme-2026-03-draft.xlsx") is to be written; the folders above it are made, 0750.
  ///
  /// For writers that open files themselves; `publish` sets their rights. Throws EINVAL unless each part is 1 to 128 of
  /// `A-Z a-z 0-9 . _ -` and does not begin with a dot.
  public func path(of name: String) throws(FileFailure) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    for part in parts { try Path.check(name: part, in: name) }
    var folder = staging
    for part in parts.dropLast() {
      folder += "/" + part
      try FolderTree.make(folder)
    }
    return folder + "/" + parts.last!
  }

  /// Starts the file `name` in the staging folder; names as in `path(of:)`. Throws EEXIST when it was written already.
  public func file(_ name: String) throws(FileFailure) -> OutputFile {
    try OutputFile(path: path(of: name))
  }

  /// Removes the staging folder; the target stays as it was.
  public func discard() throws(FileFailure) { try FolderTree.remove(staging) }

  /// Makes everything durable with the rights of SPEC §10 and puts the folder in the target's place; returns when that is durable too.
  ///
  /// An existing target is exchanged in one step (renameat2 RENAME_EXCHANGE) and then removed. Where the file system cannot exchange, the old
  /// folder is first renamed to `.replaced-<name>`: for an instant a reader finds no target, and `recover` puts the old one back after a kill.
  /// Throws ENOTDIR when the target is not a folder.
  public func publish() throws(FileFailure) { try publish(by: .exchangeWherePossible) }

  func publish(by way: Replacement.Way) throws(FileFailure) {
    try FolderTree.seal(staging)
    let previous: String?
    switch try FolderTree.kind(of: target) {
    case .absent:
      try attempt("publish", target, effect: .rename, from: staging) { unsafe rename(staging, target) }
      previous = nil
    case .folder:
      previous = try Replacement.replace(target, by: staging, aside: replaced, way)
    case .file, .other: throw FileFailure(operation: "publish", path: target, code: ENOTDIR)
    }
    try Descriptor(open: parent, O_RDONLY | O_DIRECTORY, following: true).sync(parent)
    if let previous { try FolderTree.remove(previous) }
  }

  /// Clears what a killed run left in `parent`: staging folders and replaced ones are removed, a target caught between two renames is put back.
  ///
  /// Call at the start of a run, under the `RunLock`. Returns the names removed or put back, sorted.
  @discardableResult
  public static func recover(in parent: String) throws(FileFailure) -> [String] {
    var touched: [String] = []
    for name in try FolderTree.names(in: parent) {
      let path = Path.join(parent, name)
      if name.hasPrefix(stagingPrefix) {
        try FolderTree.remove(path)
      } else if name.hasPrefix(replacedPrefix) {
        try Replacement.undo(path, target: Path.join(parent, String(name.dropFirst(replacedPrefix.count))))
      } else {
        continue
      }
      touched.append(name)
    }
    if !touched.isEmpty { try Descriptor(open: parent, O_RDONLY | O_DIRECTORY, following: true).sync(parent) }
    return touched
  }
}
