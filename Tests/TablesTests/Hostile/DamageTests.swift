import Foundation
import Testing

@testable import Tables

/// Damaged files of every container end in rows, rejects or a refusal: never in a crash, a hang, or rows that are not what they seem.
///
/// `QINGFEN_FUZZ=1000000` tries as many cases, `QINGFEN_FUZZ_SEED=7` begins with another one; a case is its seed, `SEED` alone tries it again:
/// `QINGFEN_FUZZ=1 QINGFEN_FUZZ_SEED=SEED`.
@Suite struct DamageTests {
  private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

  @Test func damagedFilesOfEveryContainer() throws {
    let subjects = try DamagedFiles.all()
    let others = subjects.map(\.bytes)
    for subject in subjects { #expect(try ReadTable(subject.bytes, subject.layout).rows.count > 1, "\(subject.name)") }
    let first = Self.number("QINGFEN_FUZZ_SEED") ?? 0
    let cases = Self.number("QINGFEN_FUZZ") ?? 8000
    var tallies = subjects.map { _ in DamageTally() }
    for seed in first..<first + cases {
      let number = seed % subjects.count
      var damage = Damage(seed: UInt64(seed))
      let bytes = subjects[number].damaged(&damage, others)
      try tallies[number].read(bytes, subjects[number].layout, seed: seed)
    }
    print("damage: \(cases) cases from seed \(first)")
    for (subject, tally) in zip(subjects, tallies) { print("  \(subject.name): \(tally)") }
    for tally in tallies where cases >= 8000 { #expect(tally.whole > 0 && tally.refused > 0) }
  }
}

/// What became of the cases of one container.
private struct DamageTally: CustomStringConvertible {
  private(set) var whole = 0
  private(set) var withRejects = 0
  private(set) var refused = 0
  private var rows = 0
  private var rejects = 0
  private var longest: (time: Duration, seed: Int) = (.zero, 0)

  var description: String {
    "\(whole) read whole, \(withRejects) with rejects (\(rows) rows, \(rejects) rejects), \(refused) refused; the longest took \(longest.time) (seed \(longest.seed))"
  }

  mutating func read(_ bytes: [UInt8], _ layout: TableLayout, seed: Int) throws {
    let start = ContinuousClock.now
    do {
      let (rows, rejects) = try Self.check(TableReader(bytes: bytes, name: "bill", layout: layout), seed)
      self.rows += rows
      self.rejects += rejects
      if rejects == 0 { whole += 1 } else { withRejects += 1 }
    } catch is TableError {
      refused += 1
    }
    let time = ContinuousClock.now - start
    if time > longest.time { longest = (time, seed) }
  }

  /// Every row that is given out has all its cells and values, every cell is text, and every row is counted once.
  private static func check(_ reader: TableReader, _ seed: Int) throws -> (rows: Int, rejects: Int) {
    var batch = TableBatch()
    var (rows, rejects, place) = (0, 0, 0)
    while try reader.read(into: &batch) {
      #expect(batch.cells.count == batch.rowCount * batch.width && batch.places.count == batch.rowCount, "seed \(seed)")
      #expect(batch.kinds.isEmpty || batch.kinds.count == batch.cells.count, "seed \(seed)")
      for (index, column) in reader.layout.columns.enumerated() {
        let count =
          switch column.type {
          case .text: batch.texts[index].count
          case .amount: batch.amounts[index].count
          case .time: batch.times[index].count
          }
        #expect(count == batch.rowCount, "seed \(seed)")
      }
      for cell in batch.cells + batch.texts.flatMap({ $0 }) {
        let text = batch.bytes[cell.range]
        #expect(!text.contains(0) && String(validating: text, as: UTF8.self) != nil, "seed \(seed)")
      }
      let lines = (batch.places + batch.rejects.map(\.line)).sorted()
      #expect(lines.first.map { $0 > place } ?? true && Set(lines).count == lines.count, "seed \(seed)")
      place = lines.last ?? place
      rows += batch.rowCount
      rejects += batch.rejects.count
    }
    #expect(reader.tally.rows == rows + rejects && reader.tally.rejected == rejects, "seed \(seed)")
    return (rows, rejects)
  }
}
