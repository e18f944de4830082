import Glibc

/// Waits for a socket in slices of at most 200 ms, so that cancellation and deadlines are looked at in between.
enum SocketWait {
  /// Whether something happened on the socket. An interrupted or failed `poll` counts as such: the next call of libpq tells.
  static func slice(_ socket: Int32, reading: Bool = true, writing: Bool = false) -> Bool {
    var descriptor = pollfd(fd: socket, events: Int16((reading ? POLLIN : 0) | (writing ? POLLOUT : 0)), revents: 0)
    return unsafe poll(&descriptor, 1, 200) != 0
  }

  /// Sleeps for `seconds`; false when `isCancelled` said stop.
  static func pause(seconds: Int, isCancelled: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if isCancelled() { return false }
      _ = poll(nil, 0, 100)
    }
    return !isCancelled()
  }
}
