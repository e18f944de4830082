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
    let name = configuration.ledger.name
    guard LedgerOpening.exists(configuration) else {
      return findings.append(.ok("ledger", "\(name) is not there yet; the first run makes it"))
    }
    do throws(LedgerFailure) {
      let state = try read()
      self.state = state
      let newest = state.runs.last.map { "newest run \($0.id)" } ?? "no run yet"
      findings.append(.ok("ledger", "\(name), schema \(state.schemaVersion), \(newest)"))
      if let zone = state.zone, zone != configuration.zone {
        findings.append(
          .problem(
            .configuration, "ledger", "it was begun in zone \(zone), the configuration says \(configuration.zone)", "set zone: \(zone)"))
      }
    } catch {
      findings.append(finding(error))
    }
  }

  private mutating func read() throws(LedgerFailure) -> LedgerState {
    switch configuration.ledger {
    case .sqlite(let path): return try SQLiteLedger(reading: path).state()
    case .postgres(let access, let schema):
      let ledger = try PostgresLedger(reading: LedgerOpening.place(access, schema))
      if let holder = try ledger.lockHolder() {
        findings.append(.warning("ledger lock", "held by \(holder)", "wait until it has ended before you start another run"))
      } else {
        findings.append(.ok("ledger lock", "free"))
      }
      return try ledger.state()
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
      if let holder = try RunLock.holder(path: configuration.lock) {
        findings.append(.warning("run lock", "held by \(holder)", "wait until it has ended before you start another run"))
      } else {
        findings.append(.ok("run lock", "free"))
      }
    } catch {
      findings.append(.problem("run lock", error))
    }
  }
}
