import Glibc
import Testing

@testable import Faults

/// The plan that lets effects fail: for each of its modes, which of them do.
@Suite struct FaultPlanTests {
  /// The codes that ten effects at a place of this test's own fail with; 0: none.
  private func codes(_ mode: FaultPlan.Mode, _ place: String, kinds: Set<Effect>? = nil) -> [Int32] {
    FaultPlan(mode, scope: [place], kinds: kinds).during {
      (0..<10).map { number in
        do throws(InjectedFault) {
          try Effect.at(number % 2 == 0 ? .write : .fsync, "\(place)/\(number)")
          return 0
        } catch {
          return error.code
        }
      }
    }
  }

  @Test func oneFails() { #expect(codes(.fail(3, ENOSPC), "one") == [0, 0, ENOSPC, 0, 0, 0, 0, 0, 0, 0]) }

  @Test func whoIsDeadDoesNothing() { #expect(codes(.die(8), "dead") == [0, 0, 0, 0, 0, 0, 0, ECANCELED, ECANCELED, ECANCELED]) }

  @Test func onlyOneKindCounts() { #expect(codes(.fail(2, EIO), "kind", kinds: [.fsync]) == [0, 0, 0, EIO, 0, 0, 0, 0, 0, 0]) }

  @Test func onlyTheScopeCounts() throws {
    let plan = FaultPlan(.die(1), scope: ["mine"])
    try plan.during { try Effect.at(.write, "others/a") }
    #expect(plan.count == 0 && !plan.hasStruck)
    plan.during { #expect(!Effect.happens(.remove, "mine/a")) }
    #expect(plan.count == 1 && plan.hasStruck)
    try Effect.at(.write, "mine/b")
  }

  @Test(
    arguments: [
      ("count", .count), ("kill@17", .kill(17)), ("die@1", .die(1)), ("fail@2", .fail(2, EIO)), ("fail@3:ENOSPC", .fail(3, ENOSPC)),
    ] as [(String, FaultPlan.Mode)])
  func reads(text: String, mode: FaultPlan.Mode) throws { #expect(try FaultPlan(text).mode == mode) }

  @Test(arguments: ["", "kill", "kill@0", "kill@-1", "kill@x", "kill@1:EIO", "fail@1:", "fail@1:EFOO", "kill@1@2", "Count"])
  func refuses(text: String) {
    let problem = #expect(throws: MalformedFaultPlan.self) { _ = try FaultPlan(text) }
    #expect(
      problem?.description == """
        QINGFEN_FAULTS: expected count, kill@K, die@K, fail@K or fail@K:ENOSPC with K from 1, found '\(text)'; \
        unset it: it is for tests only
        """)
  }
}
