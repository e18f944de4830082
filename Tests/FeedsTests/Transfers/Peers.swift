import Feeds
import Foundation
import Transfer

/// The HTTPS server that `Tests/Peers/start` runs; tests which need it are off without `QINGFEN_PEERS`.
enum Peers {
  static let folder = ProcessInfo.processInfo.environment["QINGFEN_PEERS"] ?? ""
  static var areThere: Bool { !folder.isEmpty }

  /// `https://127.0.0.1:PORT`.
  static func server() throws -> String {
    let port = try String(contentsOfFile: "\(folder)/https.port", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    return "https://127.0.0.1:\(port)"
  }

  /// A path of its own under a plug-in: `/store/honest/8f1c…`.
  static func place(_ plugin: String, _ plan: String) -> String { "/\(plugin)/\(plan)/\(UUID().uuidString.prefix(8))" }

  /// A request with everything but its URL, as the plug-ins want it.
  static func template(attempts: Int = 3, waiting budget: Duration = .seconds(30)) -> FileRequest {
    FileRequest(
      url: "", authentication: .bearer(Secret("token-canary")), trust: Trust(authorityFile: "\(folder)/tls/ca.pem"),
      retry: RetryPolicy(attempts: attempts, firstWait: .milliseconds(1), budget: WaitBudget(budget)))
  }

  /// Puts a file where the server serves it as `/files/…` and `/act/STEPS/…`; returns its path behind those.
  static func publish(_ text: String, _ name: String) throws -> String {
    let path = "\(UUID().uuidString.prefix(8).lowercased())/\(name)"
    let url = URL(filePath: "\(folder)/www/\(path)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return path
  }

  /// A message without what differs from run to run: the server's port and the test's own place.
  static func steady(_ failure: SourceFailure?) -> String? {
    failure?.description.replacing(/127\.0\.0\.1:\d+/, with: "HOST").replacing(/localhost:\d+/, with: "OTHER")
      .replacing(/\/[0-9A-Fa-f]{8}\//, with: "/RUN/")
  }
}
