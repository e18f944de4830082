import DurableFiles
import Faults
import Foundation

/// A file that a command writes where it is told to: whole or not there, made beside its place and moved. Replaces a file of that name.
public enum WholeFile {
  /// Writes the pieces that `body` gives. Throws `FileFailure` when it cannot be written, and what `body` throws.
  public static func write(to path: String, _ body: (([UInt8]) throws -> Void) throws -> Void) throws {
    let partial = "\(path).partial"
    try? FileManager.default.removeItem(atPath: partial)
    var isFolder: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw FileFailure(operation: "write", path: path, code: EISDIR)
    }
    do {
      var file = try OutputFile(path: partial)
      try body { try file.append($0) }
      _ = try file.finish()
      do { try Effect.at(.rename, partial, to: path) } catch { throw FileFailure(operation: "write", path: path, code: error.code) }
      guard unsafe rename(partial, path) == 0 else { throw FileFailure(operation: "write", path: path, code: errno) }
    } catch {
      if Effect.happens(.remove, partial) { try? FileManager.default.removeItem(atPath: partial) }
      throw error
    }
  }
}
