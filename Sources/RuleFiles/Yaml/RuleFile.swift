import Foundation

/// The bytes of one rule file or configuration.
enum RuleFile {
  /// Larger files are refused before they are parsed: 1 MiB.
  static let largest = 1 << 20

  /// The file's document, or nil after saying why not.
  static func read(path: String, _ problems: FileProblems) -> RuleValue? {
    guard let text = text(path: path, problems) else { return nil }
    return YAMLDocument.read(text, problems)
  }

  /// The text of a file, or nil after saying at `position` why not.
  static func text(path: String, at position: Position = .whole, _ problems: FileProblems) -> String? {
    let bytes: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      bytes = try handle.read(upToCount: largest + 1) ?? Data()
    } catch {
      problems.add(at: position, expected: "a readable file", found: reason(path), advice: "check its name and its rights")
      return nil
    }
    guard bytes.count <= largest else {
      problems.add(at: position, expected: "at most 1 MiB", found: "a larger file", advice: "split it")
      return nil
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let content = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes
    guard let text = String(validating: content, as: UTF8.self) else {
      problems.add(at: position, expected: "UTF-8 text", found: "other bytes", advice: "save the file as UTF-8")
      return nil
    }
    return text
  }

  private static func reason(_ path: String) -> String {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return "nothing" }
    return isFolder.boolValue ? "a folder" : "one that cannot be read"
  }
}
