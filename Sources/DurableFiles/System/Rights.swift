import Glibc

/// The rights of what we write, whatever the umask (SPEC §10).
enum Rights {
  static let file: mode_t = 0o640
  static let folder: mode_t = 0o750
}
