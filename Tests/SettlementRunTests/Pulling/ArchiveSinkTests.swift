import DurableFiles
import Foundation
import SettlementCore
import Testing

@testable import Feeds
@testable import SettlementRun

/// What is brought piece by piece, and worked on beside, is archived and parsed as it came.
@Suite struct ArchiveSinkTests {
  private static let day = CalendarDay("2026-03-01")!
  private static let key = InputKey(source: "orders", day: day)
  private static let pulled = PulledSource(path: "postgres:test/orders", completeness: "one snapshot")

  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("qingfen-sink-\(UInt64.random(in: 0...UInt64.max))")
    .path

  private func keeping() throws -> InputKeeping {
    InputKeeping(archive: try Archive(folder: folder), codes: CardCodes { _ in [UInt8](repeating: UInt8(ascii: "a"), count: 64) })
  }

  private func incoming() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: "\(folder)/incoming") }

  private func bring(_ bytes: [UInt8], to sink: InputSink, _ random: inout SplitMix64) throws {
    var at = 0
    while at < bytes.count {
      let count = min(Int.random(in: 1...200_000, using: &random), bytes.count - at)
      try sink.write(bytes.span.extracting(at..<at + count))
      at += count
    }
  }

  /// With codes and without, shorter and longer than what is held back before the header is judged, and after a pull that began anew.
  @Test(arguments: UInt64(0)..<24) func whatComesIsKeptAndRead(seed: UInt64) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = SplitMix64(seed: seed)
    let hasCodes = seed % 2 == 0
    let rows = seed % 3 == 0 ? 20 : Int.random(in: 5_000...60_000, using: &random)
    func text(_ code: (Int) -> String) -> [UInt8] {
      let lines = (0..<rows).map { "O\($0),\(code($0)),VIP,1.00,2026-03-01 10:00:00\n" }
      return Array(("order_id,\(hasCodes ? "code" : "note"),bundle,paid,paid_at\n" + lines.joined()).utf8)
    }
    let came = text { "secret-\($0)" }
    let stored = hasCodes ? text { _ in "hmac:" + String(repeating: "a", count: 64) } : came
    let keeping = try keeping()
    let sink = try ArchiveSink(keeping, keeping.codes, of: "orders", keepsWhole: true)
    if Bool.random(using: &random) {
      try bring(Array(came.prefix(Int.random(in: 0..<came.count, using: &random))), to: sink.sink, &random)
      try sink.sink.restart()
    }
    try bring(came, to: sink.sink, &random)
    let input = try sink.input(Self.key, .success(Self.pulled))
    let found = try #require(keeping.all.first?.input)
    #expect(found.pulled == FileDigest(bytes: Int64(came.count), sha256: Digest.sha256(of: came)), "seed \(seed)")
    #expect((found.stored != nil) == hasCodes, "seed \(seed)")
    #expect(try keeping.archive.read(try #require(found.object)) == stored, "seed \(seed)")
    let reading = input.read { (bytes: [UInt8]) throws(SourceFailure) in (bytes, rows: rows, rejected: 0) }
    #expect(reading.feed == stored, "seed \(seed)")
    #expect(reading.record?.sha256 == Digest.sha256(of: came) && reading.record?.bytes == came.count, "seed \(seed)")
    #expect(try incoming() == [], "seed \(seed)")
  }

  /// Where codes could not be replaced nothing is written before the whole file is known to have no column for them.
  @Test(arguments: ["card_code", "note"]) func whatIsCheckedIsHeldBack(column: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = SplitMix64(seed: 2)
    var format = StatementFormat(columns: .canonical)
    format.container = .delimited(
      {
        var rules = StatementFormat.Delimited()
        rules.encoding = .gb18030
        return rules
      }())
    let profile = StatementProfile(source: StatementSource(url: "file:a.csv"), matches: .redemptions, format: format)
    let keeping = try keeping()
    let sink = try ArchiveSink(keeping, keeping.codes.ofStatement(profile), of: "alpha")
    let rows = (0..<50_000).map { "R\($0),1.00,2026-03-01 10:00:00,secret\n" }.joined()
    let came = Array(("reference,amount,time,\(column)\n" + rows).utf8)
    try bring(came, to: sink.sink, &random)
    try sink.sink.restart()
    try bring(came, to: sink.sink, &random)
    let input = try sink.input(InputKey(source: "alpha", day: Self.day), .success(Self.pulled))
    #expect(try incoming() == [])
    if column == "note" {
      try input.touch()
      #expect(try keeping.archive.read(try #require(keeping.all.first?.input.object)) == came)
      return
    }
    #expect(throws: SourceFailure.self) { try input.touch() }
    #expect(keeping.all.map(\.input.state) == [.failed])
    #expect(try keeping.archive.storedObjects() == [])
  }

  @Test func aFailedPullLeavesNothing() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = SplitMix64(seed: 1)
    let keeping = try keeping()
    let sink = try ArchiveSink(keeping, keeping.codes, of: "orders", keepsWhole: true)
    try bring([UInt8](repeating: UInt8(ascii: "x"), count: 5_000_000), to: sink.sink, &random)
    let failure = SourceFailure(
      kind: .incomplete, source: "orders", file: "postgres:test/orders", field: "orders", expected: "all", found: "a part", advice: "wait")
    let input = try sink.input(Self.key, .failure(failure))
    #expect(throws: failure) { try input.touch() }
    #expect(try keeping.archive.storedObjects() == [])
    #expect(try incoming() == [])
  }

  private struct DiskFull: Error {}

  @Test func workIsDoneInOrderUntilItFails() throws {
    let done = Done()
    let queue = PieceQueue()
    for number in UInt8(0)..<100 { try queue.add([number].span) { done.append($0) } }
    try queue.finish()
    #expect(done.pieces == (UInt8(0)..<100).map { [$0] })
    let long = [UInt8](repeating: 7, count: 5_000_000)
    let pieces = Done()
    try queue.add(long.span) { pieces.append($0) }
    try queue.finish()
    #expect(pieces.pieces.flatMap { $0 } == long)
    #expect(pieces.pieces.allSatisfy { $0.count <= 1 << 20 })
    try queue.add([100].span) { _ in throw DiskFull() }
    #expect(throws: DiskFull.self) { try queue.finish() }
    #expect(throws: DiskFull.self) { try queue.add([101].span) { done.append($0) } }
    #expect(throws: DiskFull.self) { try queue.finish() }
    #expect(done.pieces.count == 100)
  }

  private final class Done: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [[UInt8]] = []
    var pieces: [[UInt8]] { lock.withLock { all } }
    func append(_ piece: [UInt8]) { lock.withLock { all.append(piece) } }
  }
}
