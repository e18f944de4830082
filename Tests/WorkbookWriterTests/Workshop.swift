import Foundation
import Testing

@testable import WorkbookWriter

/// A folder of its own for a test, removed with it.
final class Workshop {
  let folder: String

  init() {
    folder = NSTemporaryDirectory() + "workbook-test-\(UUID().uuidString)"
    try! FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

  /// Names in the folder, to see what a workbook leaves behind.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

  /// Writes a workbook with `body` and closes it.
  func write(_ name: String = "book.xlsx", title: String = "结算单", _ body: (Workbook) throws -> Void) throws {
    let workbook = try Workbook(path: path(name), temporaryFolder: folder, title: title)
    try body(workbook)
    try workbook.close()
  }

  /// What openpyxl sees: one line per fact, as `OpenpyxlDump` prints them.
  func openpyxl(_ name: String = "book.xlsx") throws -> [String] {
    try Self.run("/usr/bin/python3", ["-c", OpenpyxlDump.script, path(name)]).split(separator: "\n").map(String.init)
  }

  /// Standard output of a program that has to succeed.
  static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(program) \(arguments) failed")
    return String(decoding: output, as: UTF8.self)
  }
}

/// The message of the error `body` has to throw.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}
