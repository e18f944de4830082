import Glibc
import Testing

@testable import DurableFiles

@Suite struct FailureTests {
  @Test func exactTexts() throws {
    let scratch = try Scratch()
    try write("x", to: scratch("file"))
    let missing = scratch("none")
    let beneathFile = scratch("file/x")
    let folder = scratch.path
    let notFolder = "a part of the path that must be a folder is not one; correct the path"
    #expect(
      failure { _ = try OutputFile(path: "\(missing)/x") }
        == "cannot create \(missing)/x: No such file or directory (ENOENT); create the folder it stands in, or correct the path")
    #expect(
      failure { _ = try OutputFile(path: beneathFile) } == "cannot create \(beneathFile): Not a directory (ENOTDIR); \(notFolder)")
    #expect(
      failure { _ = try OutputFile(path: scratch("file")) }
        == "cannot create \(scratch("file")): File exists (EEXIST); something of that name is there already; move it away")
    #expect(
      failure { _ = try Digest.sha256(ofFile: folder) } == "cannot read \(folder): Is a directory (EISDIR); this is a folder; name a file")
    #expect(
      failure { _ = try Digest.sha256(ofFile: missing) }
        == "cannot open \(missing): No such file or directory (ENOENT); create the folder it stands in, or correct the path")
    #expect(
      failure { _ = try StagedFolder(target: "\(missing)/2026-03-01") } == "cannot create the folder \(missing)/.staging-2026-03-01: "
        + "No such file or directory (ENOENT); create the folder it stands in, or correct the path")
    #expect(
      failure { try StagedFolder.recover(in: missing) }
        == "cannot list \(missing): No such file or directory (ENOENT); create the folder it stands in, or correct the path")
    #expect(
      failure { try FolderTree.ensure(beneathFile) } == "cannot look at \(beneathFile): Not a directory (ENOTDIR); \(notFolder)")
  }

  @Test func aTargetThatIsAFileIsNotReplaced() throws {
    let scratch = try Scratch()
    let target = scratch("2026-03-01")
    try write("mine", to: target)
    let folder = try StagedFolder(target: target)
    #expect(
      failure { try folder.publish() } == "cannot publish \(target): Not a directory (ENOTDIR); "
        + "a part of the path that must be a folder is not one; correct the path")
    #expect(try content(of: target) == "mine")
  }

  @Test func aFullDeviceSaysHowMuchIsMissing() throws {
    let device = try Descriptor(open: "/dev/full", O_WRONLY)
    let bytes = [UInt8](repeating: 0, count: 4242)
    do {
      try device.write(bytes.span, "/dev/full")
      Issue.record("no failure")
    } catch {
      #expect(
        error.description
          == "cannot write /dev/full: No space left on device (ENOSPC); free at least 4242 bytes on that disk and start again")
    }
  }

  @Test(.enabled(if: getuid() == 0, "a tmpfs is mounted by root only")) func aFullDiskLeavesTheTarget() throws {
    let scratch = try Scratch()
    guard unsafe mount("tmpfs", scratch.path, "tmpfs", 0, "size=256k") == 0 else { return }  // no right to mount in this container
    defer { unsafe _ = umount2(scratch.path, Int32(MNT_DETACH)) }
    let target = scratch("2026-03-01")
    let first = try StagedFolder(target: target)
    try write("one", to: first.path(of: "run.json"))
    try first.publish()
    let second = try StagedFolder(target: target)
    var file = try second.file("postings.csv")
    let path = file.path
    var message = "no failure"
    do {
      try file.append([UInt8](repeating: 1, count: 1 << 20))
      _ = try file.finish()
    } catch { message = error.description }
    let pattern = /cannot write (.*): No space left on device \(ENOSPC\); free at least (\d+) bytes on that disk and start again/
    let match = try #require(message.wholeMatch(of: pattern), "\(message)")
    #expect(match.1 == path)
    let missing = try #require(Int(match.2))
    #expect((786_432..<1_048_576).contains(missing), "256 KiB fit at most")
    #expect(try content(of: "\(target)/run.json") == "one")
    try second.discard()
    let third = try StagedFolder(target: target)  // space is free again: the same run goes through, exchanged on this file system too
    try write("two", to: third.path(of: "run.json"))
    try third.publish()
    #expect(try content(of: "\(target)/run.json") == "two")
  }

  @Test func unknownCodesAreNamedByNumber() {
    #expect(
      FileFailure(operation: "open", path: "x", code: EXDEV).description
        == "cannot open x: Invalid cross-device link (errno 18); correct the cause and start again")
  }

  @Test func foldersAreMadeOnTheWay() throws {
    let scratch = try Scratch()
    try FolderTree.ensure(scratch("a/b/c/"))
    for name in ["a", "a/b", "a/b/c"] { #expect(rights(of: scratch(name)) == "750") }
    #expect(unsafe chmod(scratch("a"), 0o700) == 0)
    try FolderTree.ensure(scratch("a/b"))
    #expect(rights(of: scratch("a")) == "700", "a folder that exists keeps its rights")
    #expect(unsafe symlink(scratch("a"), scratch("link")) == 0)
    try FolderTree.ensure(scratch("link/d"))
    #expect(rights(of: scratch("a/d")) == "750", "an operator may link the output to another disk")
  }
}
