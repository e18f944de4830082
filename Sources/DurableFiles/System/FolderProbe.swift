import Faults
import Glibc

/// Tries whether a folder can be written, and leaves nothing there.
public struct FolderProbe: Equatable, Sendable {
  /// The folder that was tried: the one asked for or, while that is not made, the nearest above it.
  public let folder: String
  /// What we may still write on its disk, in bytes.
  public let freeBytes: Int64

  /// Writes a small file, makes it durable and removes it. Throws what any of that throws, ENOTDIR when a part of the path is a file.
  public init(_ path: String) throws(FileFailure) {
    var folder = path
    while try FolderTree.kind(of: folder, following: true) == .absent, Path.parent(of: folder) != folder {
      folder = Path.parent(of: folder)
    }
    guard try FolderTree.kind(of: folder, following: true) == .folder else {
      throw FileFailure(operation: "write into", path: folder, code: ENOTDIR)
    }
    try Self.write(Path.join(folder, ".qingfen-doctor-\(getpid())"))
    var status = statvfs()
    try attempt("look at the disk of", folder) { unsafe statvfs(folder, &status) }
    self.folder = folder
    let (free, isMore) = Int64(clamping: status.f_bavail).multipliedReportingOverflow(by: Int64(clamping: status.f_frsize))
    freeBytes = isMore ? .max : free
  }

  private static func write(_ path: String) throws(FileFailure) {
    var file = try OutputFile(path: path)
    do throws(FileFailure) {
      try file.append([UInt8](repeating: 0, count: 4096))
      _ = try file.finish()
    } catch {
      if Effect.happens(.remove, path) { _ = unsafe unlink(path) }  // the failure before it is the one to tell
      throw error
    }
    try attempt("remove", path, effect: .remove) { unsafe unlink(path) }
  }
}
