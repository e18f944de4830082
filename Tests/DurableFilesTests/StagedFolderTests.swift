import Glibc
import Synchronization
import Testing

@testable import DurableFiles

@Suite(.serialized) struct StagedFolderTests {
  private func publish(_ version: String, to target: String, by way: Replacement.Way = .exchangeWherePossible) throws {
    let folder = try StagedFolder(target: target)
    try write(version, to: folder.path(of: "run.json"))
    try write(version, to: folder.path(of: "statements/eleme/eleme-2026-03-draft.xlsx"))
    try folder.publish(by: way)
  }

  @Test(arguments: [mode_t(0), 0o077, 0o777]) func rightsDoNotDependOnTheUmask(mask: mode_t) throws {
    let before = umask(mask)
    defer { umask(before) }
    let scratch = try Scratch()
    let folder = try StagedFolder(target: scratch("2026-03-01"))
    #expect(rights(of: folder.staging) == "750")
    let own = try folder.file("statements/eleme/a.csv")
    #expect(rights(of: own.path) == "640")
    _ = try own.finish()
    let foreign = try folder.path(of: "statements/b.xlsx")  // as a library that opens files itself does
    let descriptor = try Descriptor(open: foreign, O_WRONLY | O_CREAT, mode: 0o666)
    try descriptor.close(foreign)
    try folder.publish()
    for name in ["2026-03-01", "2026-03-01/statements", "2026-03-01/statements/eleme"] { #expect(rights(of: scratch(name)) == "750") }
    for name in ["statements/eleme/a.csv", "statements/b.xlsx"] { #expect(rights(of: scratch("2026-03-01/\(name)")) == "640") }
  }

  @Test func nothingIsSeenBeforePublishing() throws {
    let scratch = try Scratch()
    let folder = try StagedFolder(target: scratch("2026-03-01") + "/")
    _ = try folder.file("run.json").finish()
    #expect(try FolderTree.names(in: scratch.path) == [".staging-2026-03-01"])
    try folder.publish()
    #expect(try FolderTree.names(in: scratch.path) == ["2026-03-01"])
    #expect(try FolderTree.names(in: scratch("2026-03-01")) == ["run.json"])
  }

  @Test(arguments: [Replacement.Way.exchangeWherePossible, .twoRenames])
  func theOldFolderIsReplacedWhole(way: Replacement.Way) throws {
    let scratch = try Scratch()
    let target = scratch("2026-03-01")
    try publish("one", to: target)
    try write("only in the old one", to: "\(target)/old.txt")
    try publish("two", to: target, by: way)
    #expect(try FolderTree.names(in: scratch.path) == ["2026-03-01"])
    #expect(try FolderTree.names(in: target) == ["run.json", "statements"])
    #expect(try content(of: "\(target)/statements/eleme/eleme-2026-03-draft.xlsx") == "two")
  }

  @Test func aReaderAlwaysFindsTheTarget() async throws {
    let scratch = try Scratch()
    let target = scratch("2026-03-01")
    try publish("0", to: target)
    let reader = AbsenceWatch(target)
    async let misses = reader.watch()
    for version in 1...200 { try publish("\(version)", to: target) }
    reader.stop.store(true, ordering: .releasing)
    let (looks, absent) = await misses
    #expect(looks > 0)
    #expect(absent == 0, "of \(looks) looks")
  }

  @Test func discardingLeavesTheTarget() throws {
    let scratch = try Scratch()
    try publish("one", to: scratch("2026-03-01"))
    let folder = try StagedFolder(target: scratch("2026-03-01"))
    try write("two", to: folder.path(of: "run.json"))
    try folder.discard()
    #expect(try FolderTree.names(in: scratch.path) == ["2026-03-01"])
    #expect(try content(of: scratch("2026-03-01/run.json")) == "one")
  }

  @Test func abandonedStagingIsClearedByTheNextRun() throws {
    let scratch = try Scratch()
    try publish("one", to: scratch("2026-03-01"))
    for day in ["2026-03-01", "2026-03-02"] {  // killed while writing
      let abandoned = try StagedFolder(target: scratch(day))
      try write("half", to: abandoned.path(of: "half/done.csv"))
    }
    let fresh = try StagedFolder(target: scratch("2026-03-01"))
    #expect(try FolderTree.names(in: fresh.staging) == [], "the same target starts empty")
    #expect(try StagedFolder.recover(in: scratch.path) == [".staging-2026-03-01", ".staging-2026-03-02"])
    #expect(try FolderTree.names(in: scratch.path) == ["2026-03-01"])
    #expect(try content(of: scratch("2026-03-01/run.json")) == "one")
    #expect(try StagedFolder.recover(in: scratch.path) == [])
  }

  @Test func killedBetweenTheTwoRenamesTheOldFolderComesBack() throws {
    let scratch = try Scratch()
    let target = scratch("2026-03-01")
    try publish("old", to: target)
    let next = try StagedFolder(target: target)
    try write("new", to: next.path(of: "run.json"))
    #expect(unsafe rename(target, scratch(".replaced-2026-03-01")) == 0)  // and dead
    #expect(try StagedFolder.recover(in: scratch.path) == [".replaced-2026-03-01", ".staging-2026-03-01"])
    #expect(try FolderTree.names(in: scratch.path) == ["2026-03-01"])
    #expect(try content(of: "\(target)/run.json") == "old")
  }

  @Test func killedBeforeTheOldFolderWasRemovedTheNewOneStays() throws {
    let scratch = try Scratch()
    try publish("new", to: scratch("2026-03-01"))
    try publish("old", to: scratch("a"))
    try publish("old", to: scratch("b"))
    #expect(unsafe rename(scratch("a"), scratch(".replaced-2026-03-01")) == 0)
    #expect(unsafe rename(scratch("b"), scratch(".staging-2026-03-01")) == 0)  // after an exchange the old folder has this name
    try StagedFolder.recover(in: scratch.path)
    #expect(try FolderTree.names(in: scratch.path) == ["2026-03-01"])
    #expect(try content(of: scratch("2026-03-01/run.json")) == "new")
  }

  @Test func removingNeverFollowsALink() throws {
    let scratch = try Scratch()
    try publish("kept", to: scratch("2026-03-01"))
    let folder = try StagedFolder(target: scratch("2026-03-02"))
    #expect(unsafe symlink(scratch("2026-03-01"), "\(folder.staging)/link") == 0)
    #expect(
      failure { try folder.publish() }
        == "cannot publish \(folder.staging)/link: Invalid argument (EINVAL); only files and folders are published; remove it and start again"
    )
    #expect(
      failure { _ = try folder.file("link/run.json") }
        == "cannot open \(folder.staging)/link: Not a directory (ENOTDIR); "
        + "a part of the path that must be a folder is not one; correct the path")
    try folder.discard()
    #expect(try content(of: scratch("2026-03-01/run.json")) == "kept")
  }
}

/// Looks for a folder again and again, from another thread.
private final class AbsenceWatch: Sendable {
  let stop = Atomic(false)
  private let path: String

  init(_ path: String) { self.path = path }

  func watch() async -> (looks: Int, absent: Int) {
    var looks = 0
    var absent = 0
    repeat {
      looks += 1
      if rights(of: path) == "absent" { absent += 1 }
    } while !stop.load(ordering: .acquiring)
    return (looks, absent)
  }
}
