import SettlementCore
import Tables

/// The fields `party,account` of every account, ready to be copied, and each account's place among all names sorted as bytes.
struct AccountNames: Sendable {
  private static let kinds = Account.Kind.allCases.count
  /// `party,account,` of every code, one behind the other.
  let bytes: [UInt8]
  private let ends: [Int]
  private let ranks: [Int32]

  init(_ parties: Terminology) {
    let count = parties.count * Self.kinds
    var names: [String] = []
    var ends: [Int] = []
    var writer = CSVWriter(header: ["party", "account"])
    var bytes: [UInt8] = []
    for code in 0..<Int32(count) {
      let account = Account(code: code)
      names.append(account.name(parties))
      writer.removeWritten()
      writer.append(outside: account.partyName(parties))
      writer.append(text: names[Int(code)])
      writer.endRow()
      bytes.append(contentsOf: writer.bytes.dropLast())
      bytes.append(UInt8(ascii: ","))
      ends.append(bytes.count)
    }
    var ranks = [Int32](repeating: 0, count: count)
    // A stable sort: `paid-out`, one name for all parties, goes by party.
    let sorted = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
    for (rank, code) in sorted.enumerated() { ranks[code] = Int32(rank) }
    self.bytes = bytes
    self.ends = ends
    self.ranks = ranks
  }

  /// The place of an account's fields in `bytes`.
  @inline(__always)
  func range(_ code: Int32) -> Range<Int> { (code == 0 ? 0 : ends[Int(code) - 1])..<ends[Int(code)] }

  /// The account's place among all, sorted by name.
  @inline(__always)
  func rank(_ code: Int32) -> Int32 { ranks[Int(code)] }
}
