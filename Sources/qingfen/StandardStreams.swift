import Glibc

/// The three streams that a process is born with, if it is.
enum StandardStreams {
  /// Gives each that is closed `/dev/null`: else the next file to be opened would have its number, and what is printed would go into it.
  static func ensure() {
    for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) == -1 {
      _ = unsafe open("/dev/null", O_RDWR)  // takes the lowest number that is free: this one
    }
  }

  /// Writes to stderr. Where nobody reads, or the disk of a log is full, the text is lost, and the work goes on.
  static func tell(_ text: String) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress! + written, $0.count - written) }
      if count < 0, errno != EINTR { return }
      written += max(0, count)
    }
  }
}
