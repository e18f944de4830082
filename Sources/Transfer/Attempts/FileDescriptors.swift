import Glibc

enum FileDescriptors {
  /// Whether this process, or the machine, can open no further file.
  static var areUsedUp: Bool {
    let descriptor = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno == EMFILE || errno == ENFILE }
    close(descriptor)
    return false
  }
}
