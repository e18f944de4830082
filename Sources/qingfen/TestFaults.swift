import ArgumentParser
import Faults
import Foundation
import Synchronization

/// Gives the process the plan of faults that a test has put into its environment.
enum TestFaults {
  /// Ends the process with 64 when the plan says nothing. `count` prints the number of effects at the end.
  static func install() {
    guard let text = ProcessInfo.processInfo.environment[FaultPlan.variable] else { return }
    do throws(MalformedFaultPlan) {
      let plan = try FaultPlan(text)
      plan.install()
      installed.withLock { $0 = plan }
      Terminal.error("\(FaultPlan.variable) is set to \(text): for tests only")
      atexit { TestFaults.tell() }
    } catch {
      Terminal.error("\(error)")
      exit(ArgumentParser.ExitCode.validationFailure.rawValue)
    }
  }

  private static let installed = Mutex<FaultPlan?>(nil)

  private static func tell() {
    if let plan = installed.withLock({ $0 }), plan.mode == .count { Terminal.error("effects: \(plan.count)") }
  }
}
