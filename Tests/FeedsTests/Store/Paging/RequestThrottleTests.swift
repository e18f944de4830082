import Feeds
import Synchronization
import Testing

@Suite struct RequestThrottleTests {
  @Test func keepsTheirDistance() {
    let clock = Mutex((now: Duration.seconds(100), slept: [Duration]()))
    let throttle = RequestThrottle(
      requestsPerSecond: 4, now: { clock.withLock { $0.now } },
      sleep: { pause in
        clock.withLock {
          $0.slept.append(pause)
          $0.now += pause
        }
      })
    for _ in 0..<3 { throttle.wait() }
    clock.withLock { $0.now += .milliseconds(150) }
    throttle.wait()
    clock.withLock { $0.now += .seconds(9) }
    throttle.wait()
    #expect(clock.withLock { $0.slept } == [.milliseconds(250), .milliseconds(250), .milliseconds(100)])
  }

  @Test func withoutLimitNobodyWaits() {
    let throttle = RequestThrottle(requestsPerSecond: nil, now: { .zero }, sleep: { _ in Issue.record("slept") })
    for _ in 0..<10 { throttle.wait() }
  }
}
