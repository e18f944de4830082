import DurableFiles
import Foundation
import RuleFiles

/// `qingfen init`: puts the files that a new shop begins with into a folder.
public enum StartingFolder {
  /// Writes every file (0640, new folders 0750) and returns their paths, the configuration's first.
  ///
  /// Throws a `SettlementRefusal` when anything stands where a file should, and then writes nothing; `FileFailure` when writing fails.
  public static func write(_ folder: String) throws -> [String] {
    let files = StartingConfiguration.files.map { (path: folder == "." ? $0.path : "\(folder)/\($0.path)", text: $0.text) }
    let taken = files.map(\.path).filter { FileManager.default.fileExists(atPath: $0) }
    if !taken.isEmpty {
      throw SettlementRefusal("there is already \(taken.joined(separator: ", ")); nothing was written: name another folder")
    }
    for (path, text) in files {
      try FolderTree.ensure(URL(fileURLWithPath: path).deletingLastPathComponent().relativePath)
      var file = try OutputFile(path: path)
      try file.append(text)
      _ = try file.finish()
    }
    return files.map(\.path)
  }
}
