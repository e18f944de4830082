import Feeds
import Synchronization
import Testing
import Transfer

@Suite struct RequestThrottleTests {
  @Test func keepsTheirDistance() {
    let clock = Mutex((now: Duration.seconds(100), slept: [Duration]()))
    var fake = TransferClock.system
    fake.monotonic = { clock.withLock { $0.now } }
    fake.sleep = { pause in
      clock.withLock {
        $0.slept.append(pause)
        $0.now += pause
      }
    }
    let throttle = RequestThrottle(requestsPerSecond: 4, clock: fake)
    for _ in 0..<3 { throttle.wait() }
    clock.withLock { $0.now += .milliseconds(150) }
    throttle.wait()
    clock.withLock { $0.now += .seconds(9) }
    throttle.wait()
    #expect(clock.withLock { $0.slept } == [.milliseconds(250), .milliseconds(250), .milliseconds(100)])
  }

  @Test func withoutLimitNobodyWaits() {
    var fake = TransferClock.system
    fake.sleep = { _ in Issue.record("slept") }
    let throttle = RequestThrottle(requestsPerSecond: nil, clock: fake)
    for _ in 0..<10 { throttle.wait() }
  }
}
