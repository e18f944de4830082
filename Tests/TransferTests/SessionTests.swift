import Foundation
import Synchronization
import Testing

@testable import Transfer

/// Several transfers side by side, and their end on request.
@Suite(.enabled(if: Peers.areThere)) struct SessionTests {
  /// Every kind of fault beside good files, in every order: each ends as if it were alone.
  @Test(arguments: UInt64(0)..<6) func oneFailingTransferDisturbsNoOther(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let file = content(200_000)
    let plans: [(steps: String, kind: TransferFailure.Kind?)] = [
      ("ok", nil), ("503,ok", nil), ("404", .missing), ("401", .refused), ("cut-length-1000,ok", nil), ("close", .incomplete),
      ("gzip", nil),
      ("chunked", nil), ("503", .unavailable), ("no", .unreachable), ("hang-body-10", .timedOut), ("ok", nil), ("429-after-1,ok", nil),
    ]
    let chosen = plans.shuffled(using: &random)
    let sinks = chosen.map { _ in KeepingSink() }
    var files: [(request: FileRequest, sink: any TransferSink)] = []
    for (plan, sink) in zip(chosen, sinks) {
      let request = try Peers.planned(plan.steps, file) {
        $0.retry.attempts = 2
        $0.limits.slowestSeconds = 1
      }
      files.append((request, sink))
    }
    let results = TransferSession(clock: FakeTime().clock).fetch(files, width: Int.random(in: 1...6, using: &random))
    for (place, (plan, result)) in zip(chosen, results).enumerated() {
      switch result {
      case .success(let receipt):
        #expect(plan.kind == nil && sinks[place].holds(file) && receipt.bytes == 200_000, "seed \(seed): \(plan.steps)")
      case .failure(let failure): #expect(failure.kind == plan.kind, "seed \(seed): \(plan.steps): \(failure)")
      }
    }
  }

  @Test func nothingToFetch() { #expect(TransferSession().fetch([], width: 4).isEmpty) }

  @Test func connectionsAreKeptBetweenCalls() throws {
    let session = TransferSession()
    let requests = try (0..<3).map { _ in try Peers.planned("ok", content(100)) }
    for request in requests { _ = try session.fetch(request) }
    let ports = try requests.map { try Peers.asked($0)[0]["port"] as? Int }
    #expect(Set(ports).count == 1)
  }

  /// A refused answer's body is read, so that its connection lives on.
  @Test func connectionsOutliveErrors() throws {
    let request = try Peers.planned("503,429,ok", content(100))
    _ = try TransferSession(clock: FakeTime().clock).fetch(request)
    #expect(Set(try Peers.asked(request).map { $0["port"] as? Int }).count == 1)
  }

  @Test(arguments: ["hang-headers", "hang-body-1000", "drip-200", "503-after-100"]) func aRequestToStopIsHeard(step: String) throws {
    let isCancelled = Atomic(false)
    let session = TransferSession(isCancelled: { isCancelled.load(ordering: .relaxed) })
    let request = try Peers.planned(step) { $0.retry.budget = WaitBudget(.seconds(1000)) }
    Thread {
      Thread.sleep(forTimeInterval: 0.3)
      isCancelled.store(true, ordering: .relaxed)
    }.start()
    let results = session.fetch(Array(repeating: (request, KeepingSink()), count: 5), width: 3)
    for result in results {
      guard case .failure(let failure) = result else {
        Issue.record("no failure")
        continue
      }
      #expect(failure.kind == .cancelled)
      #expect(failure.description.hasSuffix(": expected to finish, found a request to stop; start the run again"))
    }
  }

  @Test func aRequestToStopIsHeardBetweenTwoPieces() throws {
    let isCancelled = Atomic(false)
    let session = TransferSession(isCancelled: { isCancelled.load(ordering: .relaxed) })
    let sink = KeepingSink { if $0 > 100_000 { isCancelled.store(true, ordering: .relaxed) } }
    #expect(throws: TransferFailure.self) { try session.fetch(try Peers.planned("ok", content(30_000_000)), into: sink) }
    #expect(sink.bytes.count < 1_000_000)
  }

  @Test func callsFromSeveralThreads() throws {
    let session = TransferSession()
    let file = content(50_000)
    let request = try Peers.planned("ok", file)
    let good = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      if (try? session.fetch(request).bytes) == file { good.withLock { $0 += 1 } }
    }
    #expect(good.withLock { $0 } == 8)
  }
}
