import DurableFiles
import Foundation
import Reports
import RuleFiles
import SettlementCore

/// The folder of a business day as it stands, by the manifest that lies in it.
struct PublishedDay {
  static let manifest = "run.json"
  let folder: String
  let sha256: String
  private let bytes: [UInt8]
  let summary: RunSummary

  static func folder(of day: CalendarDay, _ configuration: Configuration) -> String { "\(configuration.output)/\(day)" }

  /// Nil when no manifest is there that can be read.
  init?(_ folder: String) {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(Self.manifest)") else { return nil }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let summary = try? decoder.decode(RunSummary.self, from: data) else { return nil }
    self.folder = folder
    self.summary = summary
    bytes = Array(data)
    sha256 = Digest.sha256(of: bytes)
  }

  /// The files that the manifest lists, as paths in the folder.
  var paths: [String] { summary.outputs.map(\.path) }

  /// True when the manifest is what publishing this run writes, with whatever outputs.
  func publishes(_ run: RunSummary) -> Bool {
    var expected = run
    expected.outputs = summary.outputs
    return bytes == expected.json && !summary.outputs.isEmpty
  }

  /// The first file that is not what the manifest says. Throws `FileFailure` when one cannot be read.
  func fault() throws(FileFailure) -> IntegrityFault? {
    for output in summary.outputs {
      let path = "\(folder)/\(output.path)"
      let expected = FileDigest(bytes: output.bytes, sha256: output.sha256)
      if let fault = try IntegrityFault.ofFile(path, expected, IntegrityFault.runAgain) { return fault }
    }
    return nil
  }
}
