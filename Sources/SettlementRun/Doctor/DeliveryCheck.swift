import DurableFiles
import Foundation
import RuleFiles
import SettlementCore

/// Whether partners can be given their statements as their files say, short of asking a server; secrets are looked at elsewhere.
enum DeliveryCheck {
  static func findings(_ configuration: Configuration, _ partners: [PartnerSettings]) -> [DoctorFinding] {
    partners.flatMap { partner in
      partner.delivery.map { finding("delivery to \(partner.partner)", $0.way, configuration) } ?? []
    }
  }

  private static func finding(_ subject: String, _ way: DeliverySettings.Way, _ configuration: Configuration) -> [DoctorFinding] {
    let now = Int64(Date().timeIntervalSince1970)
    switch way {
    case .mail:
      guard let server = configuration.mail else {
        return [.problem(.configuration, subject, "the configuration has no mail", "write mail: {server: …, from: …}")]
      }
      return SourceFiles(authorities: server.authorities).findings(subject, now: now) + [.ok(subject, "\(way.words) by \(server.url)")]
    case .sftp(_, let access): return StatementSource.Access.sftp(access).files.findings(subject, now: now) + [.ok(subject, way.words)]
    case .folder(let folder):
      do throws(FileFailure) {
        if try FolderProbe(folder).folder == folder { return [.ok(subject, way.words)] }
        return [.problem(.storage, subject, "no folder \(folder)", "make it, or correct deliver in the partner's file")]
      } catch {
        return [.problem(subject, error)]
      }
    }
  }
}
