import Foundation
import Testing

@testable import PostgresClient

/// A pull whose connection breaks gives every row once, or nothing (faults F6).
@Suite(.enabled(if: Peer.isThere)) struct BrokenPullTests {
  private static let rows = 200_000
  private static let query = "select n as id, repeat('x', 20) as note, $1::text as mark from generate_series(1, \(rows)) n"
  private static let expected = "id,note,mark\n" + (1...rows).map { "\($0),\(String(repeating: "x", count: 20)),m\n" }.joined()

  enum Moment: CaseIterable { case first, middle, last }

  @Test(arguments: Moment.allCases) func aKilledSessionIsPulledAnew(moment: Moment) throws {
    let settings = try Peer.settings()
    let collector = Collector()
    let pieces = Self.expected.utf8.count / CSVRows.pieceBytes + 1
    var count = 0
    collector.onPiece = {
      count += 1
      let isMoment =
        switch moment {
        case .first: count == 1
        case .middle: count == pieces / 2
        case .last: count == pieces
        }
      if isMoment { try Peer.terminate(settings.applicationName) }
    }
    let (receipt, _) = try pull(settings, Self.query, ["m"], into: collector)
    #expect(receipt.attempts == 2)
    #expect(receipt.feeds[0].rows == Self.rows)
    #expect(collector.restarts == 1)
    #expect(collector.string == Self.expected)
  }

  @Test func aSessionKilledTwiceIsAFailure() throws {
    let settings = try Peer.settings()
    let collector = Collector()
    collector.onPiece = { try Peer.terminate(settings.applicationName) }
    let failure = failure { _ = try pull(settings, Self.query, ["canary-1"], into: collector) }
    #expect(failure?.kind == .interrupted)
    #expect(failure?.expected == "the answer to its end")
    #expect(failure?.description.contains("canary") == false)
    #expect(collector.restarts == 1)
  }

  /// The connection is cut after any number of the server's bytes: in the TLS handshake, in the first row, in the last one.
  @Test(arguments: UInt64(0)..<40) func aCutLineNeverGivesAPart(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let query = "select n as id, repeat('x', n % 50) as note from generate_series(1, 3000) n"
    let whole = try pull(Peer.settings(), query).1.text
    let cut = Int.random(in: 0...(seed % 2 == 0 ? 8_000 : 150_000), using: &random)
    let proxy = try CuttingProxy("cut:\(cut)", "pass")
    let (receipt, collector) = try pull(Peer.settings(port: proxy.port), query)
    #expect(collector.text == whole, "seed \(seed), cut after \(cut) bytes")
    #expect(receipt.attempts == collector.restarts + 1, "seed \(seed), cut after \(cut) bytes")
  }

  @Test(arguments: [0, 1, 3_000, 50_000, 100_000]) func aLineCutTwiceIsAFailure(cut: Int) throws {
    let proxy = try CuttingProxy("cut:\(cut)")
    let settings = try Peer.settings(port: proxy.port)
    let failure = failure { _ = try pull(settings, Self.query, ["m"]) }
    #expect([.interrupted, .unreachable].contains(failure?.kind), "\(String(describing: failure))")
    #expect(failure?.place == settings.place)
  }

  @Test func aSinkThatFailsEndsThePull() throws {
    struct DiskFull: Error {}
    let collector = Collector()
    collector.onPiece = { throw DiskFull() }
    #expect(throws: DiskFull.self) { try pull(Peer.settings(), Self.query, ["m"], into: collector) }
    #expect(collector.restarts == 0)
  }

  @Test func aStopEndsThePull() throws {
    let collector = Collector()
    var stopped = false
    collector.onPiece = { stopped = true }
    let failure = failure { _ = try pull(Peer.settings(), Self.query, ["m"], into: collector, isCancelled: { stopped }) }
    #expect(failure?.kind == .cancelled)
    #expect(collector.restarts == 0)
  }
}

/// The tests that need the server without TLS, which one of them crashes.
@Suite(.enabled(if: Peer.isThere), .serialized) struct FrailServerTests {
  @Test func aServerWithoutTLSIsRefused() throws {
    let settings = try Peer.settings(port: Int(Peer.fact("frail.port")[0])!)
    let failure = failure { _ = try PostgresConnection.open(settings, .readOnly) }
    #expect(failure?.kind == .refused)
    #expect(
      failure?.description == "\(settings.place): connection: expected TLS with a certificate for 'localhost' signed by "
        + "\(settings.authorities), found server does not support SSL, but SSL was required; "
        + "check the host name, the file of authorities and the server's certificate")
  }

  @Test func aServerThatCrashesAndComesBackGivesEveryRowOnce() throws {
    try Peer.withTable("id bigint, note text", on: Peer.frail("writer")) { table in
      try Peer.write("insert into \(table) select n, repeat('x', 100) from generate_series(1, 100000) n", to: Peer.frail("writer"))
      let collector = Collector()
      collector.onPiece = {
        guard collector.restarts == 0, collector.text.count < 2 * CSVRows.pieceBytes else { return }
        try Peer.control("crash")
        try Peer.control("restart")
      }
      let (receipt, _) = try pull(Peer.frail(), "select id, note from \(table) order by id", watermark: "id", into: collector)
      #expect(receipt.attempts == 2)
      #expect(receipt.feeds[0].watermark == "100000")
      #expect(collector.lines.dropFirst().enumerated().allSatisfy { $0.element.hasPrefix("\($0.offset + 1),") })
      #expect(collector.lines.count == 100_001)
    }
  }

  @Test func aServerThatStaysAwayIsUnreachable() throws {
    let collector = Collector()
    collector.onPiece = { try Peer.control("crash") }
    let query = "select n as id, repeat('x', 100) as note from generate_series(1, 100000) n"
    let failure = failure { _ = try pull(Peer.frail(), query, into: collector) }
    try Peer.control("restart")
    #expect(failure?.kind == .unreachable)
    #expect(failure?.subject == "connection")
  }
}
