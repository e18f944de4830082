import Glibc

/// One folder put in the place of another.
enum Replacement {
  enum Way { case exchangeWherePossible, twoRenames }

  /// Puts `new` in the place of `target`; returns where the old folder is now. `aside` is used only where folders cannot be exchanged.
  static func replace(_ target: String, by new: String, aside: String, _ way: Way) throws(FileFailure) -> String {
    if way == .exchangeWherePossible, try exchange(new, target) { return new }
    try FolderTree.remove(aside)
    try begin(.rename, "move aside", aside, from: target)
    try attempt("move aside", target) { unsafe rename(target, aside) }
    try attempt("publish", target, effect: .rename, from: new) { unsafe rename(new, target) }
    return aside
  }

  /// Finishes what two renames left: `aside` goes back when `target` is missing, and is removed when the new folder is in place.
  static func undo(_ aside: String, target: String) throws(FileFailure) {
    if try FolderTree.kind(of: target) == .absent {
      try attempt("put back", target, effect: .rename, from: aside) { unsafe rename(aside, target) }
    } else {
      try FolderTree.remove(aside)
    }
  }

  /// Exchanges two folders in one step; false where the C library, the kernel or the file system cannot.
  private static func exchange(_ new: String, _ target: String) throws(FileFailure) -> Bool {
    guard let renameat2 = unsafe renameat2 else { return false }
    let exchangeFlag: UInt32 = 2  // RENAME_EXCHANGE
    try begin(.exchange, "publish", target, from: new)
    while unsafe renameat2(AT_FDCWD, new, AT_FDCWD, target, exchangeFlag) != 0 {
      let code = errno
      if code == ENOSYS || code == EINVAL || code == EOPNOTSUPP { return false }
      if code != EINTR { throw FileFailure(operation: "publish", path: target, code: code) }
    }
    return true
  }

  private typealias RenameAt2 = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

  /// glibc shows renameat2 only under _GNU_SOURCE, which Swift's Glibc module does not set; it is there all the same since 2.28.
  private static let renameat2: RenameAt2? = unsafe dlsym(nil, "renameat2").map { unsafe unsafeBitCast($0, to: RenameAt2.self) }
}
