import Feeds
import RuleFiles
import SettlementCore

/// `qingfen doctor`: looks at everything that a run of a day needs, and changes nothing.
public struct Doctor {
  let configuration: Configuration
  let day: CalendarDay
  let zone: BusinessZone
  let secrets: Secrets
  private let report: (DoctorFinding) -> Void

  /// Makes every check and reports each finding as it comes.
  ///
  /// `day` is asked for the business day once the configuration is known. Returns how the command ends: with 10, 13 or 12, in this order,
  /// when something of the configuration, the disk or the sources is a problem.
  public static func examine(
    path: String, day: (Configuration) -> CalendarDay, report: @escaping (DoctorFinding) -> Void
  ) -> ExitCode {
    examine(path: path, day: day, secrets: Secrets(), report: report)
  }

  static func examine(
    path: String, day: (Configuration) -> CalendarDay, secrets: Secrets, report: @escaping (DoctorFinding) -> Void
  ) -> ExitCode {
    var areas: [DoctorFinding.Area] = []
    examine(path, day, secrets) { finding in
      if finding.grade == .problem { areas.append(finding.area) }
      report(finding)
    }
    if areas.contains(.configuration) { return .configurationInvalid }
    if areas.contains(.storage) { return .storageFailed }
    return areas.isEmpty ? .allMatched : .sourcesUnreachable
  }

  private static func examine(
    _ path: String, _ day: (Configuration) -> CalendarDay, _ secrets: Secrets, _ report: @escaping (DoctorFinding) -> Void
  ) {
    let configuration: Configuration
    do { configuration = try Configuration.read(path: path) } catch {
      for each in error.problems { report(.problem(.configuration, "configuration", each.description, "")) }
      return
    }
    report(.ok("configuration", path))
    guard let zone = BusinessZone(identifier: configuration.zone), let declared = BusinessZone(identifier: configuration.store.zone) else {
      return report(.problem(.configuration, "zone", "\(configuration.zone) is unknown", "set a zone of the time zone database"))
    }
    let doctor = Doctor(
      configuration: configuration, day: day(configuration), zone: zone.declaring(declared), secrets: secrets, report: report)
    doctor.examine()
  }

  /// A line of `rules check`; its advice stands behind the last colon already.
  static func problem(_ line: String) -> DoctorFinding { .problem(.configuration, "rules", line, "") }

  private func examine() {
    report(.ok("zone", "\(configuration.zone), business day \(day)"))
    let ledger = LedgerCheck(configuration)
    let rules = RulesFinding(configuration, ledger.state)
    rules.findings.forEach(report)
    let partners = rules.book?.partners ?? []
    let secrets = SecretCheck(secrets, configuration, partners)
    secrets.findings.forEach(report)
    StorageCheck.findings(configuration).forEach(report)
    DeliveryCheck.findings(configuration, partners).forEach(report)
    ledger.findings.forEach(report)
    let sources = SourceChecks(configuration, day, zone, self.secrets, withoutSecret: secrets.lacking, marks: ledger.state?.marks ?? [:])
    let readings = sources.store(report) + sources.partners(partners, report)
    ClockCheck.findings(readings).forEach(report)
  }
}
