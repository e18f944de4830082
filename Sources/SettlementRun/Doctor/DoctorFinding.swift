import DurableFiles
import Feeds

/// What one check of `doctor` found. Never a secret.
public struct DoctorFinding: Sendable, Equatable, CustomStringConvertible {
  public enum Grade: String, Sendable, CaseIterable { case ok, warning, problem }
  /// What a problem belongs to; it decides the exit code.
  public enum Area: Sendable {
    /// Configuration, rules, secrets, this machine's clock.
    case configuration
    case storage
    case source
  }

  public let grade: Grade
  public let area: Area
  /// `ledger`, `store orders`, `partner meituan`.
  public let subject: String
  public let found: String
  /// What to do; empty when all is well.
  public let advice: String

  static func ok(_ subject: String, _ found: String) -> Self {
    Self(grade: .ok, area: .configuration, subject: subject, found: found, advice: "")
  }

  static func warning(_ subject: String, _ found: String, _ advice: String) -> Self {
    Self(grade: .warning, area: .configuration, subject: subject, found: found, advice: advice)
  }

  static func problem(_ area: Area, _ subject: String, _ found: String, _ advice: String) -> Self {
    Self(grade: .problem, area: area, subject: subject, found: found, advice: advice)
  }

  static func problem(_ subject: String, _ failure: FileFailure) -> Self {
    problem(.storage, subject, "cannot \(failure.operation) \(failure.path): \(failure.reason)", failure.remedy)
  }

  static func problem(_ area: Area = .source, _ subject: String, _ failure: SourceFailure) -> Self {
    let place = failure.file == failure.source ? "" : "\(failure.file): "
    return problem(area, subject, "\(place)expected \(failure.expected), found \(failure.found)", failure.advice)
  }

  /// One line: `problem  ledger: what was found; what to do`.
  public var description: String {
    let grade = grade.rawValue + String(repeating: " ", count: 9 - grade.rawValue.count)
    return "\(grade)\(subject): \(found)" + (advice.isEmpty ? "" : "; \(advice)")
  }
}
