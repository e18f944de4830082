import Glibc
import Testing

@testable import DurableFiles

/// What must happen when disk, process or hand disturb the archive.
@Suite struct ArchiveFaultTests {
  private static let advice = "; the archive was damaged or edited: restore this file from a backup"

  @Test func everyFlippedByteIsFound() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    let digest = try archive.store(rows(2_000, seed: 1))
    let path = "\(archive.folder)/\(objectPath(digest))"
    let size = try bytes(of: path).count
    for place in 0..<size {
      for flip in [UInt8(1), 0x80] {
        try edit(path) { $0[place] ^= flip }
        let found = failure { _ = try archive.read(digest) }
        #expect(found.hasPrefix("\(path): expected 2000 bytes of SHA-256 \(digest.sha256), found "), "byte \(place): \(found)")
        #expect(found.hasSuffix(Self.advice), "byte \(place): \(found)")
        #expect(failure { try archive.verify(digest) } == found)
        try edit(path) { $0[place] ^= flip }
      }
    }
    #expect(try archive.read(digest) == rows(2_000, seed: 1))
  }

  @Test func exactTexts() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    let (digest, other) = (try archive.store(rows(2_000, seed: 1)), try archive.store(rows(2_000, seed: 2)))
    let (path, otherPath) = ("\(archive.folder)/\(objectPath(digest))", "\(archive.folder)/\(objectPath(other))")
    let whole = try bytes(of: path)
    let expected = "\(path): expected 2000 bytes of SHA-256 \(digest.sha256), found "
    func found(_ change: (inout [UInt8]) -> Void) throws -> String {
      try edit(path, change)
      let text = failure { _ = try archive.read(digest) }
      try edit(path) { $0 = whole }
      return text
    }
    #expect(try found { $0.removeLast() } == expected + "a file that is cut" + Self.advice)
    #expect(try found { $0 = [] } == expected + "a file that is cut" + Self.advice)
    #expect(try found { $0.append(0) } == expected + "bytes behind its end" + Self.advice)
    #expect(try found { $0 += whole } == expected + "bytes behind its end" + Self.advice)
    #expect(try found { $0[0] ^= 1 } == expected + "no such zstd frame (Unknown frame descriptor)" + Self.advice)
    #expect(try found { $0[$0.count - 1] ^= 1 } == expected + "packed bytes that were changed" + Self.advice)
    let checksum = "no such zstd frame (Restored data doesn't match checksum)"
    #expect(try found { $0[$0.count - ObjectSeal.count - 1] ^= 1 } == expected + checksum + Self.advice)
    let swapped = try bytes(of: otherPath)
    #expect(try found { $0 = swapped } == expected + "2000 bytes of SHA-256 \(other.sha256)" + Self.advice)
    #expect(
      failure { _ = try archive.read(FileDigest(bytes: 1_999, sha256: digest.sha256)) }
        == "\(path): expected 1999 bytes of SHA-256 \(digest.sha256), found more than 1999 bytes" + Self.advice)
    try FolderTree.remove(path)
    #expect(failure { _ = try archive.read(digest) } == expected + "nothing" + Self.advice)
    #expect(unsafe symlink(otherPath, path) == 0)
    let link =
      "cannot open \(path): Too many levels of symbolic links (ELOOP); "
      + "a symbolic link stands where a real file or folder must be; remove the link"
    #expect(failure { _ = try archive.read(digest) } == link)
    #expect(failure { _ = try archive.store(rows(2_000, seed: 1)) } == link)
    #expect(
      failure { _ = try archive.read(FileDigest(bytes: 1, sha256: "../../../etc/passwd")) }
        == "cannot use the SHA-256 ../../../etc/passwd: Invalid argument (EINVAL); "
        + "it must be 64 lowercase hexadecimal digits; verify where it comes from")
  }

  @Test(arguments: [0, 5, 5_000]) func anObjectOfImpossibleSizeIsWrittenAgain(size: Int) throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    let bytes = rows(2_000, seed: 1)
    let digest = try archive.store(bytes)
    try edit("\(archive.folder)/\(objectPath(digest))") { $0 = [UInt8](repeating: 7, count: size) }
    #expect(try archive.store(bytes) == digest)
    #expect(try archive.read(digest) == bytes)
  }

  /// A bomb: few packed bytes, many unpacked. No more is unpacked than the digest says, and a piece.
  @Test func aBombIsStopped() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    let bomb = try archive.store([UInt8](repeating: 0, count: 50_000_000))
    var seen = 0
    let text = failure { try archive.forEachPiece(of: FileDigest(bytes: 1_000_000, sha256: bomb.sha256)) { seen += $0.count } }
    #expect(text.contains("found more than 1000000 bytes"))
    #expect(seen <= 1_000_000)
  }

  /// Children that store until a random moment and are killed there. What has a final name is whole, the rest is gone with the next opening.
  @Test func killedAnywhere() async throws {
    let archive = try Archive(folder: KilledChild.folder(of: getpid()))
    defer { try? FolderTree.remove(archive.folder) }
    var leftBehind = 0
    for _ in 0..<25 {
      await #expect(processExitsWith: .signal(SIGKILL)) { try KilledChild.storeUntilKilled() }
      leftBehind += try FolderTree.names(in: archive.incoming).count
      _ = try Archive(folder: archive.folder)
      #expect(try FolderTree.names(in: archive.incoming) == [])
    }
    let stored = try archive.storedObjects()
    for sha256 in stored { try archive.verify(FileDigest(bytes: KilledChild.size, sha256: sha256)) }
    let named = try archive.pulls(of: KilledChild.day).flatMap(\.inputs).compactMap(\.object)
    #expect(Set(named.map(\.sha256)).isSubset(of: stored), "a pull names an object that is not there")
    #expect(named.count >= 25, "the children were killed before their work")
    #expect(leftBehind > 0, "no child was killed while it wrote")
  }

  @Test(.enabled(if: getuid() == 0, "a tmpfs is mounted by root only")) func aFullDiskSaysPathAndNeed() throws {
    let scratch = try Scratch()
    guard unsafe mount("tmpfs", scratch.path, "tmpfs", 0, "size=512k") == 0 else { return }  // no right to mount in this container
    defer { unsafe _ = umount2(scratch.path, Int32(MNT_DETACH)) }
    let archive = try Archive(folder: scratch("archive"))
    let kept = try archive.store(rows(1_000, seed: 1))
    let text = failure { _ = try archive.store(rows(4_000_000, seed: 2)) }
    let pattern = /cannot write (.*): No space left on device \(ENOSPC\); free (\d+) bytes on that disk, the most .*/
    let match = try #require(text.wholeMatch(of: pattern), "\(text)")
    #expect(match.1.hasPrefix("\(archive.folder)/incoming/"))
    let need = try #require(Int(match.2))
    #expect((3_500_000..<4_100_000).contains(need), "four million bytes at most, less what was written: \(need)")
    #expect(try files(below: archive.folder) == [objectPath(kept)], "the half object gives its space back")
    #expect(try archive.read(kept) == rows(1_000, seed: 1))
    #expect(try archive.read(archive.store(rows(200_000, seed: 3))) == rows(200_000, seed: 3))
  }
}

/// What the child processes of `killedAnywhere` do.
enum KilledChild {
  static let day = "2026-03-01"
  static let size: Int64 = 150_001

  static func folder(of parent: pid_t) -> String { "/tmp/durable-files-killed-\(parent)" }

  /// Stores and catalogues until another thread kills the process.
  static func storeUntilKilled() throws {
    let archive = try Archive(folder: folder(of: getppid()))
    var random = SplitMix64(state: UInt64(getpid()))
    var count = 0
    while true {
      let words = (0..<size / 8 + 1).map { _ in random.next() }
      let bytes = unsafe words.withUnsafeBytes { unsafe Array($0.prefix(Int(size))) }
      var input = PulledInput(source: "orders", name: "orders.csv", covers: day, state: .read, fetchedAt: 0)
      input.pulled = try archive.store(bytes)
      try archive.append([input], to: day)
      count += 1
      if count == 2 { try killSoon(microseconds: random.below(15_000)) }
    }
  }

  private static func killSoon(microseconds: Int) throws {
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { context in
        usleep(useconds_t(UInt(bitPattern: context)))
        kill(getpid(), SIGKILL)
        return nil
      }, UnsafeMutableRawPointer(bitPattern: UInt(microseconds)))
    if code != 0 { throw FileFailure(operation: "start", path: "a thread", code: code) }
  }
}
