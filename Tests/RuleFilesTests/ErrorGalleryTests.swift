import Foundation
import Testing

@testable import RuleFiles

/// Every folder of `Gallery` holds rule files, or a `qingfen.yaml`, with mistakes, and in `expected.txt` the exact text of every problem.
/// A new case needs no code: add the files and record with `RECORD_GALLERY=1`, which fails so that nobody records by accident.
@Suite struct ErrorGallery {
  static let gallery = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Gallery").path
  static let cases = try! FileManager.default.contentsOfDirectory(atPath: gallery).filter { !$0.hasPrefix(".") }.sorted()

  @Test(arguments: cases) func tellsEveryProblem(name: String) throws {
    let folder = "\(Self.gallery)/\(name)"
    let told = Self.problems(folder) + "\n"
    let expectedPath = "\(folder)/expected.txt"
    if ProcessInfo.processInfo.environment["RECORD_GALLERY"] != nil {
      try told.write(toFile: expectedPath, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name)")
      return
    }
    let expected = try String(contentsOfFile: expectedPath, encoding: .utf8)
    #expect(!told.contains("hunter2"), "no message shows the password that the files of \(name) hold")
    #expect(told == expected, "the problems of \(name) read otherwise now:\n\(told)")
  }

  @Test func holdsCases() { #expect(Self.cases.count >= 15) }

  private static func problems(_ folder: String) -> String {
    do {
      let configuration = "\(folder)/qingfen.yaml"
      if FileManager.default.fileExists(atPath: configuration) {
        _ = try Configuration.read(path: configuration)
      } else {
        _ = try RuleFolder.read(path: folder)
      }
      return "no problem"
    } catch {
      return "\(error)"
    }
  }
}
