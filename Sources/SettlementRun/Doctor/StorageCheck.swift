import DurableFiles
import Foundation
import RuleFiles

/// Whether the folders that a run writes into can be written, and what their disks have left.
enum StorageCheck {
  static let scarce: Int64 = 1 << 30
  static let full: Int64 = 100 << 20

  static func findings(_ configuration: Configuration) -> [DoctorFinding] {
    var folders = [("output", configuration.output), ("archive", configuration.archive)]
    if case .sqlite(let path) = configuration.ledger {
      folders.append(("ledger folder", URL(fileURLWithPath: path).deletingLastPathComponent().relativePath))
    }
    folders.append(("temporary folder", FileManager.default.temporaryDirectory.path))
    return folders.map { finding($0.0, $0.1) }
  }

  private static func finding(_ subject: String, _ path: String) -> DoctorFinding {
    do throws(FileFailure) {
      let probe = try FolderProbe(path)
      return finding(subject, path, probe.freeBytes, isThere: probe.folder == path)
    } catch {
      return .problem(subject, error)
    }
  }

  static func finding(_ subject: String, _ path: String, _ free: Int64, isThere: Bool) -> DoctorFinding {
    let found = "\(path) can be \(isThere ? "written" : "made"), \(free >> 20) MiB free"
    if free < full { return .problem(.storage, subject, found, "free space on that disk: nothing runs well below \(full >> 20) MiB") }
    return free < scarce ? .warning(subject, found, "free space on that disk before the next run") : .ok(subject, found)
  }
}
