import Glibc
import Testing

@testable import DurableFiles

@Suite struct OutputFileTests {
  @Test(arguments: UInt64(0)..<12) func whatIsAppendedIsInTheFile(seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    let scratch = try Scratch()
    let path = scratch("postings.csv")
    var file = try OutputFile(path: path)
    var expected: [UInt8] = []
    for _ in 0..<random.below(60) {
      // Mostly lines; sometimes just below, at or above the buffer of 1 MiB.
      let length = random.below(8) == 0 ? (1 << 20) - 1 + random.below(3) : random.below(70_000)
      let fill = UInt8(truncatingIfNeeded: random.next())
      let chunk = [UInt8](repeating: fill, count: length)
      try file.append(chunk)
      expected += chunk
      #expect(file.byteCount == Int64(expected.count), "seed \(seed)")
    }
    let digest = try file.finish()
    #expect(try bytes(of: path) == expected, "seed \(seed)")
    #expect(digest == FileDigest(bytes: Int64(expected.count), sha256: Digest.sha256(of: expected)), "seed \(seed)")
    #expect(try Digest.sha256(ofFile: path) == digest, "seed \(seed)")
  }

  @Test func spansAndTextAreAppended() throws {
    let scratch = try Scratch()
    var file = try OutputFile(path: scratch("a"))
    let bytes = Array("清分".utf8)
    try file.append(bytes.span.extracting(first: 3))
    try file.append("分\n")
    #expect(try file.finish().bytes == 7)
    #expect(try content(of: scratch("a")) == "清分\n")
  }

  @Test func knownDigests() throws {
    #expect(Digest.sha256(of: []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(Digest.sha256(of: Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let scratch = try Scratch()
    var file = try OutputFile(path: scratch("a"))
    for _ in 0..<1000 { try file.append([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }
    let millionTimesA = FileDigest(bytes: 1_000_000, sha256: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    #expect(try file.finish() == millionTimesA)
    #expect(try Digest.sha256(ofFile: scratch("a")) == millionTimesA)
  }
}

/// A small random source that a seed repeats.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
