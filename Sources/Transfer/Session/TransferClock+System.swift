import Glibc

extension TransferClock {
  /// The machine's clocks and its generator.
  public static let system = TransferClock(
    monotonic: { duration(CLOCK_MONOTONIC) },
    sleep: { pause in
      let (seconds, attoseconds) = pause.components
      var rest = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
      unsafe _ = nanosleep(&rest, nil)  // a signal ends it early: the caller looks at the clock again
    },
    wallMilliseconds: { duration(CLOCK_REALTIME).milliseconds },
    random: {
      var generator = SystemRandomNumberGenerator()
      return generator.next()
    })

  private static func duration(_ clock: clockid_t) -> Duration {
    var now = timespec()
    let status = unsafe clock_gettime(clock, &now)
    precondition(status == 0, "clock_gettime: errno \(errno)")
    return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
  }
}

extension Duration {
  /// Whole milliseconds, rounded down.
  var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
