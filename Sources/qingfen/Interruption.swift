import Glibc

/// What SIGINT and SIGTERM do: the process ends at once with 130 or 143 (SPEC §9).
///
/// Nothing is cleaned up, for nothing has to be: a run becomes visible by one rename and one transaction, and the next run discards what
/// stands
/// unfinished. The handler does nothing that is not safe in a signal handler.
enum Interruption {
  static func install() {
    let handler: @convention(c) (Int32) -> Void = { number in
      let text: StaticString = "interrupted: nothing half-done is visible, run again to finish\n"
      _ = unsafe write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
      _exit(128 + number)
    }
    var both = sigset_t()
    unsafe sigemptyset(&both)
    for number in [SIGINT, SIGTERM] {
      unsafe sigaddset(&both, number)
      var old = sigaction()
      guard unsafe sigaction(number, nil, &old) == 0 else { continue }
      let isIgnored = unsafe old.__sigaction_handler.sa_handler.map { unsafe unsafeBitCast($0, to: Int.self) } == 1  // as under nohup
      if !isIgnored { signal(number, handler) }
    }
    unsafe pthread_sigmask(SIG_UNBLOCK, &both, nil)  // a parent's thread may have had them blocked
  }
}
