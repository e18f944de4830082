import Glibc
import Testing

@testable import DurableFiles

@Suite struct ArchiveTests {
  @Test(arguments: [0, 1, 17, 131_072, 131_073, 1 << 20, 3_000_001]) func whatIsStoredIsRead(count: Int) throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    let bytes = rows(count, seed: UInt64(count))
    let digest = try archive.store(bytes)
    #expect(digest == FileDigest(bytes: Int64(count), sha256: Digest.sha256(of: bytes)))
    #expect(try archive.read(digest) == bytes)
    try archive.verify(digest)
    #expect(try files(below: archive.folder) == [objectPath(digest)])
    #expect(try archive.storedObjects() == [digest.sha256])
  }

  @Test(arguments: UInt64(0)..<30) func piecesAndTheWholeAreOneObject(seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    let bytes = rows(random.below(600_000), seed: seed)
    var writer = try archive.writer()
    if random.below(3) == 0 {  // a transfer that breaks and starts anew
      try writer.append(rows(random.below(400_000), seed: seed &+ 1000))
      try writer.restart()
    }
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(1 + random.below(random.below(2) == 0 ? 100 : 200_000))
      try writer.append(piece.span)
      rest = rest.dropFirst(piece.count)
      #expect(writer.byteCount == Int64(bytes.count - rest.count), "seed \(seed)")
    }
    let digest = try writer.finish()
    let path = "\(archive.folder)/\(objectPath(digest))"
    var before = stat()
    #expect(unsafe lstat(path, &before) == 0)
    #expect(try archive.store(bytes) == digest, "seed \(seed)")
    var after = stat()
    #expect(unsafe lstat(path, &after) == 0)
    #expect(before.st_ino == after.st_ino, "seed \(seed): what is there is not written again")
    #expect(try files(below: archive.folder) == [objectPath(digest)], "seed \(seed)")
    var read: [UInt8] = []
    try archive.forEachPiece(of: digest) { piece in
      #expect((1...(1 << 20)).contains(piece.count))
      for index in piece.indices { read.append(piece[index]) }
    }
    #expect(read == bytes, "seed \(seed)")
  }

  @Test func bytesThatDoNotPackAreStoredToo() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    var random = SplitMix64(state: 1)
    let noise = (0..<500_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let digest = try archive.store(noise)
    #expect(try archive.read(digest) == noise)
    #expect(try ObjectName(of: digest, in: archive).isTaken(), "its size is within zstd's bound")
  }

  @Test func anotherProgramReadsIt() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    let digest = try archive.store(rows(300_000, seed: 3))
    let packed = "\(archive.folder)/\(objectPath(digest))"
    guard unsafe access("/usr/bin/zstd", X_OK) == 0 else { return }
    #expect(try Child("/usr/bin/zstd", "-q", "-d", packed, "-o", scratch("plain")).exitCode() == 0)
    #expect(try Digest.sha256(ofFile: scratch("plain")) == digest)
  }

  @Test func rightsAreThoseOfTheSpecification() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    let digest = try archive.store(rows(10, seed: 1))
    try archive.append([], to: "2026-03-01")
    for folder in ["", "objects", "objects/\(digest.sha256.prefix(2))", "incoming", "pulls", "pulls/2026-03-01"] {
      #expect(rights(of: "\(archive.folder)/\(folder)") == "750", "\(folder)")
    }
    for file in [objectPath(digest), "pulls/2026-03-01/0001.json"] { #expect(rights(of: "\(archive.folder)/\(file)") == "640", "\(file)") }
  }

  @Test func twoThreadsMayStoreTheSameBytes() async throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    let shared = (0..<8).map { rows(50_000, seed: $0) }
    let digests = try await withThrowingTaskGroup(of: [FileDigest].self) { group in
      for thread in 0..<4 {
        group.addTask {
          try shared.indices.map { index in
            if thread % 2 == 0 { return try archive.store(shared[index]) }
            var writer = try archive.writer()
            try writer.append(shared[index])
            return try writer.finish()
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(digests.count == 4 && Set(digests).count == 1)
    #expect(try files(below: archive.folder) == digests[0].map(objectPath).sorted())
    for (digest, bytes) in zip(digests[0], shared) { #expect(try archive.read(digest) == bytes) }
  }

  @Test func anAbandonedWriterLeavesNothing() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    do {
      var writer = try archive.writer()
      try writer.append(rows(400_000, seed: 1))
      #expect(try files(below: archive.folder).count == 1)
      _ = consume writer
    }
    #expect(try files(below: archive.folder) == [])
  }

  @Test func openingRemovesWhatIsLeftAndNothingElse() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    let digest = try archive.store(rows(10, seed: 1))
    for name in ["4711-1.tmp", "4711-20.tmp", "notes.txt", "a-1.tmp", "1.tmp", "1-2.tmp.zst"] {
      try write("half", to: "\(archive.folder)/incoming/\(name)")
    }
    _ = Archive(reading: archive.folder)
    #expect(try FolderTree.names(in: archive.incoming).count == 6, "who only reads removes nothing")
    _ = try Archive(folder: archive.folder)
    #expect(try FolderTree.names(in: archive.incoming) == ["1-2.tmp.zst", "1.tmp", "a-1.tmp", "notes.txt"])
    #expect(try archive.read(digest) == rows(10, seed: 1))
  }

  @Test func readingAnArchiveThatIsNotThereMakesNothing() throws {
    let scratch = try Scratch()
    let archive = Archive(reading: scratch("none"))
    #expect(try archive.storedObjects() == [])
    #expect(try archive.pulls(of: "2026-03-01") == [])
    #expect(try archive.pullDays() == [])
    #expect(try files(below: scratch.path) == [])
  }
}
