import Feeds
import Foundation
import RuleFiles
import SettlementCore

/// Asks the store and the partners as a pull would, and keeps nothing of what they say.
struct SourceChecks: Sendable {
  let configuration: Configuration
  let day: CalendarDay
  let zone: BusinessZone
  let maker: RequestMaker
  /// Sources that cannot be asked, for a secret of theirs is missing.
  private let withoutSecret: Set<String>
  let marks: [String: String]

  init(
    _ configuration: Configuration, _ day: CalendarDay, _ zone: BusinessZone, _ secrets: Secrets, withoutSecret: Set<String>,
    marks: [String: String]
  ) {
    (self.configuration, self.day, self.zone, self.withoutSecret, self.marks) = (configuration, day, zone, withoutSecret, marks)
    // One try each: who asks wants to know how it is now.
    maker = RequestMaker(TransferSettings(atOnce: 1, attempts: 1, wait: .zero)) { (reference, source) throws(SourceFailure) in
      try secrets.value(of: reference, for: source)
    }
  }

  /// What was found of one source.
  struct Outcome: Sendable {
    var findings: [DoctorFinding] = []
    var clocks: [ClockReading] = []
  }

  func store(_ report: (DoctorFinding) -> Void) -> [ClockReading] {
    let outcome = outcome("store", subject: "store", configuration.store.files) {
      switch configuration.store {
      case .folder(let store): Outcome(findings: StoreFolderCheck.findings(store, day))
      case .postgres(let store): database(store)
      case .http(let store): interface(store)
      }
    }
    outcome.findings.forEach(report)
    return outcome.clocks
  }

  /// As many partners at once as a pull asks.
  func partners(_ partners: [PartnerSettings], _ report: (DoctorFinding) -> Void) -> [ClockReading] {
    var clocks: [ClockReading] = []
    for first in stride(from: 0, to: partners.count, by: configuration.transfers.atOnce) {
      let some = Array(partners[first..<min(partners.count, first + configuration.transfers.atOnce)])
      let outcomes = (try? inParallel(some.count) { partner(some[$0]) }) ?? []  // no check throws
      for outcome in outcomes {
        outcome.findings.forEach(report)
        clocks += outcome.clocks
      }
    }
    return clocks
  }

  private func partner(_ partner: PartnerSettings) -> Outcome {
    let subject = "partner \(partner.partner)"
    guard let statement = partner.statement?.source else { return Outcome(findings: [.ok(subject, "sends no statement")]) }
    return outcome(partner.partner, subject: subject, statement.access.files) {
      statement.isLocal ? Outcome(findings: [local(subject, statement)]) : remote(partner.partner, subject, statement)
    }
  }

  /// The source's files first; it is asked only when they and its secrets are in order.
  private func outcome(_ source: String, subject: String, _ files: SourceFiles, _ ask: () -> Outcome) -> Outcome {
    var outcome = Outcome(findings: files.findings(subject, now: Int64(Date().timeIntervalSince1970)))
    if withoutSecret.contains(source) || outcome.findings.contains(where: { $0.grade == .problem }) {
      let lacks = withoutSecret.contains(source) ? "a secret of it is missing" : "a file of it cannot be used"
      outcome.findings.append(.warning(subject, "not asked, for \(lacks)", "mend that, then run doctor again"))
      return outcome
    }
    let answer = ask()
    outcome.findings += answer.findings
    outcome.clocks = answer.clocks
    return outcome
  }
}
