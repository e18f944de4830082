import Faults
import Foundation
import Synchronization

/// What a disk forgets when the power goes: of each file what was not fsynced, and each name whose folder was not (faults F3).
///
/// It is told of every effect before it is done. It knows the files that the program writes through its own calls; SQLite's file and its
/// journal keep SQLite's promise and are left as they are.
final class DiskModel: Sendable {
  fileprivate enum Change {
    case made(String)
    case renamed(String, to: String)
    case exchanged(String, String)
    case removed(String, Data?)

    /// The folder that has to be fsynced for the change to be there for good.
    var name: String {
      switch self {
      case .made(let path), .removed(let path, _), .renamed(_, let path), .exchanged(_, let path): path
      }
    }
  }
  fileprivate struct State {
    /// In their order; the folder of each has not been fsynced since.
    var changes: [Change] = []
    /// How much of a file is on the disk; of others everything.
    var synced: [String: Int] = [:]
  }
  private let state = Mutex(State())

  @Sendable func watch(_ effect: Effect, _ path: String, _ target: String?) {
    if path.contains("ledger.sqlite") { return }
    state.withLock { state in
      switch effect {
      case .create, .makeFolder, .workbook:
        if !Self.exists(path) {
          state.changes.append(.made(path))
          if effect != .makeFolder { state.synced[path] = 0 }
        }
      case .write: if state.synced[path] == nil { state.synced[path] = Self.size(path) }
      case .fsync:
        if Self.isFolder(path) { state.changes.removeAll { Self.parent($0.name) == path } } else { state.synced[path] = nil }
      case .rename:
        state.changes.append(.renamed(path, to: target!))
        state.move(path, target!)
      case .exchange:
        state.changes.append(.exchanged(path, target!))
        state.move(path, "\u{0}")
        state.move(target!, path)
        state.move("\u{0}", target!)
      case .remove: state.changes.append(.removed(path, Self.isFolder(path) ? nil : FileManager.default.contents(atPath: path)))
      default: break
      }
    }
  }

  /// The power goes: unsynced ends of files are cut off, and the names of all changes behind the first `kept` are as they were before.
  func lose(keeping kept: (Int) -> Int = { _ in 0 }) throws {
    let state = state.withLock { $0 }
    for (path, size) in state.synced where Self.exists(path) && Self.size(path) > size { unsafe _ = truncate(path, off_t(size)) }
    let files = FileManager.default
    for change in state.changes.dropFirst(kept(state.changes.count)).reversed() {
      switch change {
      case .made(let path): try? files.removeItem(atPath: path)
      case .renamed(let old, let new): unsafe _ = rename(new, old)
      case .exchanged(let one, let other):
        unsafe _ = rename(one, one + "~")
        unsafe _ = rename(other, one)
        unsafe _ = rename(one + "~", other)
      case .removed(let path, let bytes?): _ = files.createFile(atPath: path, contents: bytes)
      case .removed(let path, nil): try? files.createDirectory(atPath: path, withIntermediateDirectories: true)
      }
    }
  }

  /// How many changes would be undone.
  var pending: Int { state.withLock { $0.changes.count } }

  private static func parent(_ path: String) -> String { (path as NSString).deletingLastPathComponent }
  private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func size(_ path: String) -> Int {
    ((try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? NSNumber)?.intValue ?? 0
  }
}

extension DiskModel.State {
  /// Whatever is known of a path or below it is known of its new name.
  fileprivate mutating func move(_ old: String, _ new: String) {
    for (path, size) in synced where path == old || path.hasPrefix(old + "/") {
      synced[path] = nil
      synced[new + path.dropFirst(old.count)] = size
    }
  }
}
