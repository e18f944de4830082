import Testing
import Transfer

@testable import Feeds

/// A statement and its hash in a file beside it, from a real HTTPS server.
@Suite(.enabled(if: Peers.areThere)) struct PublishedHashPeerTests {
  static let statement = "reference,amount,time\n"

  func fetch(hashFile: String) throws -> TransferReceipt {
    let session = TransferSession()
    var file = Peers.template()
    file.url = try "\(Peers.server())/files/\(Peers.publish(Self.statement, "1.csv"))"
    var hash = Peers.template()
    hash.url = try "\(Peers.server())/files/\(Peers.publish(hashFile, "1.csv.sha256"))?token=canary"
    file.proof.digest = try PublishedHash.fetch(hash, over: session, source: "eleme").digest
    return try SourceFailure.of(source: "eleme") { () throws(TransferFailure) in try session.fetch(file).receipt }
  }

  @Test func showsThatAFileIsWhole() throws {
    #expect(
      try fetch(hashFile: "677f1f72bbe5f52d3287e7f7b38ed049d8cf7be4e458a538dd15da7f3e3c034e  1.csv\n").completeness == .publishedDigest)
  }

  @Test(arguments: [
    (
      "none\n",
      "https://HOST/files/RUN/1.csv.sha256: hash: expected 64, 40 or 32 hexadecimal digits, found none; ask the partner for the address of the hash"
    ),
    (
      String(repeating: "a9", count: 16),
      "https://HOST/files/RUN/1.csv: fetch: expected MD5 a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9, as published, found 56465978e2533686d9a12bdee95b746b; "
        + "the file is another than the published one; ask for it again"
    ),
    (
      "<html>not here</html>",
      "https://HOST/files/RUN/1.csv.sha256?token=…: fetch: expected a file, found a web page, such as a login page; "
        + "open the URL with the credentials of this source and see what it says"
    ),
    (
      String(repeating: "x", count: 70_000),
      "https://HOST/files/RUN/1.csv.sha256?token=…: fetch: expected at most 65536 bytes, found 70000 bytes announced; raise the maximum if the file is right"
    ),
  ])
  func fails(hashFile: String, message: String) {
    #expect(Peers.steady(#expect(throws: SourceFailure.self) { try fetch(hashFile: hashFile) }) == message)
  }
}
