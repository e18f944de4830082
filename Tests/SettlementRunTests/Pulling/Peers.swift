import Foundation

/// The servers that `Tests/Peers/start` runs; tests which need them are off without `QINGFEN_PEERS`.
enum Peers {
  static let folder = ProcessInfo.processInfo.environment["QINGFEN_PEERS"] ?? ""
  static var areThere: Bool { !folder.isEmpty }

  static func fact(_ name: String) throws -> String { try lines(name).first ?? "" }

  static func lines(_ name: String) throws -> [String] {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// What the servers let us in with, by the variable that our configurations name.
  static func secrets() throws -> [String: String] {
    [
      "QINGFEN_STORE_PASSWORD": try lines("postgres.reader")[1], "QINGFEN_TOKEN": "token-canary", "QINGFEN_PASSWORD": "password-canary",
      "QINGFEN_HMAC_KEY": "hmac-canary", "QINGFEN_FTP_PASSWORD": "ftp-canary", "QINGFEN_KEY_PASSPHRASE": "key-canary",
    ]
  }

  /// Where a file of the HTTPS peer, of the SSH peer or of the FTP peer lies.
  static func url(_ area: String, _ path: String = "") -> URL { URL(fileURLWithPath: "\(folder)/\(area)/\(path)") }

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A script of `Tests/Peers`, with text for its stdin.
  static func script(_ name: String, _ arguments: String..., input: String) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [repository.appendingPathComponent("Tests/Peers/\(name)").path] + arguments
    let (stdin, stdout) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (stdin, stdout)
    try process.run()
    try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

/// A proxy before the database that breaks connections by plan, see `Tests/Peers/cutting_proxy.py`; ends with the value.
final class CuttingProxy {
  let port: String
  private let input = Pipe()

  init(_ plans: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    let script = Peers.repository.appendingPathComponent("Tests/Peers/cutting_proxy.py").path
    process.arguments = [script, try Peers.fact("postgres.port")] + plans
    let output = Pipe()
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data([0x0A]), !byte.isEmpty { line += byte }
    port = String(decoding: line, as: UTF8.self)
  }

  deinit { try? input.fileHandleForWriting.close() }
}
