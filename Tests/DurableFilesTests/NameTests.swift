import Glibc
import Testing

@testable import DurableFiles

@Suite struct NameTests {
  private static let rule = "Invalid argument (EINVAL); each part must be 1 to 128 of A-Z a-z 0-9 . _ - and must not begin with a dot"

  @Test(arguments: ["", "..", ".", ".hidden", "a/../b", "../a", "/etc/passwd", "a//b", "a/", "a b", "饿了么.xlsx", "a\\b", "a:b"])
  func namesThatAreRefused(name: String) throws {
    let scratch = try Scratch()
    let folder = try StagedFolder(target: scratch("2026-03-01"))
    #expect(failure { _ = try folder.file(name) } == "cannot use the name \(name): \(Self.rule)")
    #expect(try FolderTree.names(in: folder.staging) == [], "nothing is made for a name that is refused")
  }

  @Test func controlCharactersDoNotReachTheMessage() throws {
    let scratch = try Scratch()
    let folder = try StagedFolder(target: scratch("2026-03-01"))
    #expect(failure { _ = try folder.file("a\0b\u{1B}[2J\nc") } == "cannot use the name a?b?[2J?c: \(Self.rule)")
    #expect(failure { _ = try folder.file(String(repeating: "x", count: 129)) }.contains(Self.rule))
    _ = try folder.file(String(repeating: "x", count: 128)).finish()
  }

  @Test(arguments: ["..", ".", "/", ".staging-x", "2026 03"]) func targetsThatAreRefused(name: String) {
    #expect(failure { _ = try StagedFolder(target: name) } == "cannot use the name \(name): \(Self.rule)")
  }

  @Test func pathsAreTakenApart() {
    for (path, parent, name) in [
      ("a", ".", "a"), ("/a", "/", "a"), ("a/b", "a", "b"), ("/a/b//", "/a", "b"), ("a//b", "a", "b"), ("/", "/", ""),
    ] {
      #expect(Path.parent(of: path) == parent, "\(path)")
      #expect(Path.name(of: path) == name, "\(path)")
    }
    #expect(Path.join("/", "a") == "/a")
    #expect(Path.join("a", "b") == "a/b")
  }
}
