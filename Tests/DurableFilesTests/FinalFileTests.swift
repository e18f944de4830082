import Foundation
import Testing

@testable import DurableFiles

/// A file that appears once and is never written over.
@Suite struct FinalFileTests {
  @Test func appearsWithItsRightsInAFolderThatIsMade() throws {
    let scratch = try Scratch()
    try write("issued", to: scratch("staged"))
    try FinalFile.put(scratch("staged"), at: scratch("statements/eleme/eleme-2026-03-R1.xlsx"))
    #expect(try content(of: scratch("statements/eleme/eleme-2026-03-R1.xlsx")) == "issued")
    #expect(try FolderTree.kind(of: scratch("staged")) == .absent)
    func rights(_ name: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: scratch(name))[.posixPermissions] as? Int
    }
    #expect(try rights("statements/eleme/eleme-2026-03-R1.xlsx") == 0o640)
    #expect(try rights("statements/eleme") == 0o750)
  }

  @Test func nothingIsWrittenOver() throws {
    let scratch = try Scratch()
    try write("first", to: scratch("R1.xlsx"))
    try write("second", to: scratch("staged"))
    let failure = #expect(throws: FileFailure.self) { try FinalFile.put(scratch("staged"), at: scratch("R1.xlsx")) }
    #expect(failure?.code == EEXIST)
    #expect(try content(of: scratch("R1.xlsx")) == "first")
    #expect(try content(of: scratch("staged")) == "second")
  }
}
