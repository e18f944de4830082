import Foundation

/// The executable that was built beside the test bundle.
struct BuiltCommand {
  /// How it ended and what it said.
  struct Result {
    let code: Int32
    let output: String
    let errors: String

    /// The lines on stderr, the announcement of the days aside.
    var messages: [String] { errors.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("business days ") } }
  }

  static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("qingfen").path

  /// Starts it in a folder; the texts go to files there, so that no pipe can fill.
  ///
  /// `wrapper`: a program and its arguments that start it in turn.
  static func start(
    _ arguments: [String], in folder: String, environment: [String: String] = [:], under wrapper: [String] = []
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: wrapper.first ?? path)
    process.arguments = wrapper.dropFirst() + (wrapper.isEmpty ? [] : [path]) + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    for name in ["stdout", "stderr"] { _ = FileManager.default.createFile(atPath: "\(folder)/.\(name)", contents: nil) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(folder)/.stdout"))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(folder)/.stderr"))
    try process.run()
    return process
  }

  /// Waits for the end. A process that a signal killed has code −signal.
  static func end(_ process: Process, in folder: String) throws -> Result {
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/.\(name)")), as: UTF8.self)
    }
    let code = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    return Result(code: code, output: try text("stdout"), errors: try text("stderr"))
  }

  static func run(_ arguments: String..., in folder: CaseFolder) throws -> Result {
    try end(try start(arguments, in: folder.path), in: folder.path)
  }
}
