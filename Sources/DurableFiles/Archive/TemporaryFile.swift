import Faults
import Glibc
import Synchronization

/// A file in the archive's `incoming` folder that gets its final name when it is whole; a value that goes away before removes it.
struct TemporaryFile: ~Copyable, Sendable {
  let path: String
  private let descriptor: Descriptor
  private var isPublished = false

  private static let count = Atomic<UInt64>(0)

  init(in incoming: String) throws(FileFailure) {
    let number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
    let path = Path.join(incoming, "\(getpid())-\(number)\(Self.suffix)")
    let descriptor = try Descriptor(open: path, O_WRONLY | O_CREAT | O_EXCL, mode: Rights.file, operation: "create")
    try descriptor.setMode(Rights.file, path)
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    if !isPublished, Effect.happens(.remove, path) { unsafe _ = unlink(path) }  // what stays is removed when the archive is opened next
  }

  func append(_ bytes: Span<UInt8>) throws(FileFailure) { try descriptor.write(bytes, path) }

  /// Throws away what was written.
  func empty() throws(FileFailure) {
    try attempt("empty", path, effect: .write) { ftruncate(descriptor.number, 0) }
    try attempt("go to the start of", path) { lseek(descriptor.number, 0, SEEK_SET) }
  }

  /// Makes the content durable and gives it the name `target`; the folder's entry is not durable yet.
  mutating func publish(as target: String) throws(FileFailure) {
    try descriptor.sync(path)
    let path = path
    try attempt("publish", target, effect: .rename, from: path) { unsafe rename(path, target) }
    isPublished = true
  }

  private static let suffix = ".tmp"

  /// Removes what dead processes left in `incoming`; other names stay.
  static func removeAll(in incoming: String) throws(FileFailure) {
    for name in try FolderTree.names(in: incoming) where isOurs(name) {
      let path = Path.join(incoming, name)
      try attempt("remove", path, effect: .remove) { unsafe unlink(path) }
    }
  }

  /// `<process>-<number>.tmp`.
  private static func isOurs(_ name: String) -> Bool {
    guard name.hasSuffix(suffix) else { return false }
    let parts = name.dropLast(suffix.count).split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { UInt64($0) != nil }
  }
}
