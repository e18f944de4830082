import Feeds
import SettlementCore
import Testing

@Suite struct PublishedHashTests {
  static let sha256 = String(repeating: "0f", count: 32)
  static let sha1 = String(repeating: "A9", count: 20)
  static let md5 = String(repeating: "c3", count: 16)

  func read(_ text: String) throws(SourceFailure) -> PublishedHash {
    try PublishedHash.read(Array(text.utf8), source: "eleme", file: "https://partner.example/1.csv.sha256")
  }

  @Test(arguments: [
    (sha256, HashAlgorithm.sha256, sha256), ("\(sha256)  2026-03-01.csv\n", .sha256, sha256),
    ("\u{FEFF}\(sha1) *deadbeef.csv\r\n", .sha1, sha1),
    ("SHA1 (2026-03-01.csv) = \(sha1)\n", .sha1, sha1), ("\n\n  MD5:\(md5)\n", .md5, md5), (#"{"hash":"\#(sha256)"}"#, .sha256, sha256),
  ])
  func theFirstOfItsLength(text: String, algorithm: HashAlgorithm, digits: String) throws {
    let hash = try read(text)
    #expect(hash.algorithm == algorithm && hash.hexadecimal == digits.lowercased())
  }

  @Test(arguments: ["", "<!doctype html>", sha256 + "0", String(sha256.dropLast()), "g" + md5.dropFirst(), "x\(md5)"])
  func whatIsNone(text: String) {
    let failure = #expect(throws: SourceFailure.self) { try read(text) }
    #expect(
      failure?.description == "https://partner.example/1.csv.sha256: hash: expected 64, 40 or 32 hexadecimal digits, found none; "
        + "ask the partner for the address of the hash")
  }
}
