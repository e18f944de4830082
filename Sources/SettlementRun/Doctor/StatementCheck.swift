import Feeds
import Foundation
import SettlementCore

extension SourceChecks {
  func local(_ subject: String, _ statement: StatementSource) -> DoctorFinding {
    let url = DayPattern.expand(statement.url, day)
    let path = configuration.resolve(String(url.hasPrefix("file:///") ? url.dropFirst(7) : url.dropFirst(5)))
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
    let files = FileManager.default
    if files.isReadableFile(atPath: path) { return .ok(subject, path) }
    if files.fileExists(atPath: path) { return .problem(.source, subject, "\(path) cannot be read", "correct the rights of the file") }
    if files.fileExists(atPath: folder) { return .ok(subject, "nothing there yet: \(path)") }
    return .warning(subject, "no folder \(folder)", "make it, or correct url in the partner's file")
  }

  func remote(_ partner: String, _ subject: String, _ statement: StatementSource) -> Outcome {
    let place = DayPattern.expand(statement.url, day)
    do {
      let (answer, serverTime) = try StatementProbe(maker).probe(StatementFetch(partner: partner, statement: statement, day: day))
      let found =
        switch answer {
        case .file: "the statement is at \(place)"
        case .nothingYet: "nothing there yet: \(place)"
        case .bill: "\(place) says where the bill is"
        case .noBill: "\(place) says that there is no bill"
        case .waiting(let word): "\(place) says that the bill is not ready: \(word)"
        }
      return Outcome(findings: [.ok(subject, found)], clocks: serverTime.map { [ClockReading(subject, serverTime: $0)] } ?? [])
    } catch let failure as SourceFailure {
      return Outcome(findings: [.problem(.source, subject, failure)])
    } catch {
      return Outcome(findings: [.problem(.source, subject, "\(error)", "")])
    }
  }
}
