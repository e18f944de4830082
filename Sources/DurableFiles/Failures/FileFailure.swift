import Glibc

/// A system call on a file that failed: what was tried, where, the system's own words, and what to do.
///
/// Ends the run with exit 13 (SPEC §9). Carries no content of any file.
public struct FileFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The step in words that follow "cannot": "open", "write", "publish".
  public let operation: String
  /// The file or folder the step was for, as the caller named it.
  public let path: String
  /// The `errno` of the call.
  public let code: Int32
  /// The system's text for `code`, with its name: "No such file or directory (ENOENT)".
  public let reason: String
  /// What the operator should do.
  public let remedy: String

  /// Describes `code` in the system's words; `remedy` replaces the usual advice for that code.
  public init(operation: String, path: String, code: Int32, remedy: String? = nil) {
    let known = SystemError.known[code]
    self.operation = operation
    self.path = path
    self.code = code
    self.reason = "\(SystemError.text(of: code)) (\(known?.name ?? "errno \(code)"))"
    self.remedy = remedy ?? known?.remedy ?? "correct the cause and start again"
  }

  /// The step of making something durable.
  static let sync = "fsync"

  /// An fsync failed: what is on the disk is not known any more, and asking again does not help.
  public var isFailedSync: Bool { operation == Self.sync && code != ENOENT }

  /// "cannot write output/x: No space left on device (ENOSPC); free space on that disk and start again".
  public var description: String { "cannot \(operation) \(path): \(reason); \(remedy)" }
}

/// The system's error numbers: their text, and advice for those an operator meets.
enum SystemError {
  static let known: [Int32: (name: String, remedy: String)] = [
    EACCES: ("EACCES", "give the user of this process the right to it"),
    EBUSY: ("EBUSY", "it is in use, for example as a mount point; name another folder"),
    EDQUOT: ("EDQUOT", "raise the disk quota of the user of this process and start again"),
    EEXIST: ("EEXIST", "something of that name is there already; move it away"),
    EINVAL: ("EINVAL", "correct the path"),
    EIO: ("EIO", "the disk failed: check it, then verify the ledger before the next run"),
    EISDIR: ("EISDIR", "this is a folder; name a file"),
    ELOOP: ("ELOOP", "a symbolic link stands where a real file or folder must be; remove the link"),
    EMFILE: ("EMFILE", "raise the limit of open files (ulimit -n)"),
    ENAMETOOLONG: ("ENAMETOOLONG", "shorten the path"),
    ENFILE: ("ENFILE", "raise the system's limit of open files (fs.file-max)"),
    ENOENT: ("ENOENT", "create the folder it stands in, or correct the path"),
    ENOSPC: ("ENOSPC", "free space on that disk and start again"),
    ENOTDIR: ("ENOTDIR", "a part of the path that must be a folder is not one; correct the path"),
    ENOTEMPTY: ("ENOTEMPTY", "something else writes into that folder; stop it and start again"),
    EPERM: ("EPERM", "give the user of this process the right to it"),
    EROFS: ("EROFS", "mount that disk writable"),
  ]

  /// The text of `code` as the C library words it.
  static func text(of code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    let status = unsafe buffer.withUnsafeMutableBufferPointer { unsafe strerror_r(code, $0.baseAddress!, $0.count) }
    guard status == 0 else { return "Unknown error" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
