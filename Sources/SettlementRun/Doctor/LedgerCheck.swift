import DurableFiles
import Foundation
import LedgerStore
import RuleFiles

/// The ledger and its lock, looked at without taking or writing either.
struct LedgerCheck {
  private(set) var findings: [DoctorFinding] = []
  /// Nil when there is no ledger yet or it cannot be read.
  private(set) var state: LedgerState?
  private let configuration: Configuration

  init(_ configuration: Configuration) {
    self.configuration = configuration
    look()
    lookAtLock()
  }

  private mutating func look() {
    let path = configuration.ledger
    guard FileManager.default.fileExists(atPath: path) else {
      return findings.append(.ok("ledger", "\(path) is not there yet; the first run makes it"))
    }
    do throws(LedgerFailure) {
      let state = try SQLiteLedger(reading: path).state()
      self.state = state
      let newest = state.runs.last.map { "newest run \($0.id)" } ?? "no run yet"
      findings.append(.ok("ledger", "\(path), schema \(state.schemaVersion), \(newest)"))
      if let zone = state.zone, zone != configuration.zone {
        findings.append(
          .problem(
            .configuration, "ledger", "it was begun in zone \(zone), the configuration says \(configuration.zone)", "set zone: \(zone)"))
      }
    } catch {
      findings.append(finding(error))
    }
  }

  private func finding(_ failure: LedgerFailure) -> DoctorFinding {
    let found = "\(failure.path): \(failure.message)"
    switch failure.cause {
    case .locked, .olderSchema: return .warning("ledger", found, failure.advice)
    case .inaccessible where FileManager.default.fileExists(atPath: failure.path + "-journal"):
      return .warning("ledger", "\(failure.path): a run was cut off in the middle", "the next run takes back what it had begun")
    default: return .problem(.storage, "ledger", found, failure.advice)
    }
  }

  private mutating func lookAtLock() {
    do throws(FileFailure) {
      if let holder = try RunLock.holder(path: configuration.ledger + ".lock") {
        findings.append(.warning("run lock", "held by \(holder)", "wait until it has ended before you start another run"))
      } else {
        findings.append(.ok("run lock", "free"))
      }
    } catch {
      findings.append(.problem("run lock", error))
    }
  }
}
