import Foundation
import Testing

@testable import Transfer

/// The servers that `Tests/Peers/start` runs; tests which need them are off without `QINGFEN_PEERS`.
enum Peers {
  static let folder = ProcessInfo.processInfo.environment["QINGFEN_PEERS"] ?? ""
  static var areThere: Bool { !folder.isEmpty }

  static func fact(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  static func tls(_ name: String) -> String { "\(folder)/tls/\(name).pem" }

  /// A file of its own for one test, in the folder of a peer: `www`, `sftp` or `ftp`. Its date is old enough to continue by.
  static func publish(_ bytes: [UInt8], in area: String, name: String = "bill.csv") throws -> String {
    let path = "\(UUID().uuidString.prefix(8).lowercased())/\(name)"
    try write(bytes, "\(area)/\(path)")
    return path
  }

  static func write(_ bytes: [UInt8], _ path: String, modified: Int64 = 1_772_000_000) throws {
    let url = URL(filePath: "\(folder)/\(path)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(modified)), .posixPermissions: 0o644], ofItemAtPath: url.path)
  }

  static func https(_ path: String, server: String = "port") throws -> String {
    "https://127.0.0.1:\(try fact("https.\(server)"))/\(path)"
  }

  /// A request to the HTTPS peer, trusting its authority.
  static func request(_ path: String, server: String = "port", _ change: (inout FileRequest) -> Void = { _ in }) throws -> FileRequest {
    var request = FileRequest(url: try https(path, server: server), trust: Trust(authorityFile: tls("ca")))
    change(&request)
    return request
  }

  /// A published file that the HTTPS peer serves by plan.
  static func planned(
    _ steps: String, _ bytes: [UInt8] = content(300_000), query: String = "", _ change: (inout FileRequest) -> Void = { _ in }
  ) throws -> FileRequest { try request("act/\(steps)/\(publish(bytes, in: "www"))\(query)", change) }

  /// What was asked of a path of the HTTPS peer.
  static func asked(_ request: FileRequest) throws -> [[String: Any]] {
    let path = try Address(request.url).path
    let answer = try TransferSession().fetch(try Self.request("requests\(path)"))
    return try #require(try JSONSerialization.jsonObject(with: Data(answer.bytes)) as? [[String: Any]])
  }
}
