import Foundation
import Testing

@testable import SettlementRun

/// Broken store files: what is said, how it ends, and that the mended file settles everything.
@Suite struct BrokenFileTests {
  private let day = "2026-03-01"
  private static let redemptions = "store/2026-03-01/redemptions.csv"

  /// A file that fails as a whole: the day posts nothing, and the mended file makes the day that was expected.
  struct Failing: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: String
    let mangle: @Sendable (String) -> String
    let message: String
  }

  static let failing = [
    Failing(
      testDescription: "a missing column", file: redemptions, mangle: { $0.replacingOccurrences(of: "redeemed_at", with: "redeemed") },
      message:
        "store/2026-03-01/redemptions.csv:1: header: expected the column redeemed_at, found redemption_id, order_id, entitlement, status, "
        + "redeemed, reversed_at; add what is missing or rename the columns; names count letter by letter"),
    Failing(
      testDescription: "zeros", file: redemptions, mangle: { _ in String(repeating: "\0", count: 300) },
      message:
        "store/2026-03-01/redemptions.csv:1: header: expected UTF-8 text, "
        + "found a NUL byte at offset 0 of the file (binary data or UTF-16); "
        + "save it as CSV in UTF-8"),
    Failing(
      testDescription: "a zip archive", file: "store/2026-03-01/refunds.csv", mangle: { _ in "PK\u{3}\u{4}\0\0rest" },
      message:
        "store/2026-03-01/refunds.csv:1: header: expected UTF-8 text, found a NUL byte at offset 4 of the file (binary data or UTF-16); "
        + "save it as CSV in UTF-8"),
  ]

  @Test(arguments: failing)
  func failingFile(broken: Failing) throws {
    let folder = try CaseFolder("quantity-units")
    let good = try folder.read(broken.file)
    try folder.write(broken.mangle(good), to: broken.file)
    let result = try BuiltCommand.run("run", "--date", day, in: folder)
    #expect(result.code == 3)
    #expect(result.messages == [broken.message, "\(day) posts nothing until its store files are there; later days wait for it"])
    #expect(!folder.exists("output/\(day)"))
    try folder.write(good, to: broken.file)
    #expect(try BuiltCommand.run("run", "--date", day, in: folder).code == 0)
    #expect(try folder.bytes("output/\(day)/postings.csv") == folder.bytes("expected/\(day)/postings.csv"))
  }

  /// A file with one bad row, its reject, and the record that the mended file brings.
  struct Rejecting: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: String
    let mangle: @Sendable (String) -> String
    let reject: String
    let record: String
  }

  static let rejecting = [
    Rejecting(
      testDescription: "a wrong amount", file: "store/2026-03-01/orders.csv", mangle: { $0.replacingOccurrences(of: "20.00", with: "2e1") },
      reject: "orders,store/2026-03-01/orders.csv,3,paid,a plain decimal number such as 199.00,2e1", record: "O2"),
    Rejecting(
      testDescription: "a stray quote", file: redemptions, mangle: { $0.replacingOccurrences(of: "R1,", with: "R\"1,") },
      reject: "redemptions,store/2026-03-01/redemptions.csv,2,redemption_id,a quote only around a whole field,"
        + "something else (not shown: it may hold a code or a buyer)", record: "R1"),
    Rejecting(
      testDescription: "a cut last line", file: redemptions, mangle: { String($0.dropLast(12)) },
      reject: "redemptions,store/2026-03-01/redemptions.csv,5,row,6 fields and a line end,a cut last line with 5 fields", record: "R4"),
  ]

  @Test(arguments: rejecting)
  func rejectedRow(broken: Rejecting) throws {
    let folder = try CaseFolder("quantity-units")
    let good = try folder.read(broken.file)
    try folder.write(broken.mangle(good), to: broken.file)
    let first = try BuiltCommand.run("run", "--date", day, in: folder)
    #expect(first.code == (broken.record == "O2" ? 2 : 0))  // without its order a redemption is an open finding
    #expect(first.output.contains(", 1 rejected rows"))
    #expect(try folder.read("output/\(day)/rejects.csv") == "source,file,line,field,expected,found\n\(broken.reject)\n")
    #expect(!(try folder.read("output/\(day)/postings.csv")).contains(",\(broken.record),"))
    try folder.write(good, to: broken.file)
    #expect(try BuiltCommand.run("run", "--date", day, in: folder).code == 0)
    #expect(try folder.read("output/\(day)/postings.csv").contains(",\(broken.record),"))
    let all = try BuiltCommand.run("export", "postings", in: folder).output
    for record in ["O1", "O2", "R1", "R2", "R3", "R4"] { #expect(all.contains(",\(record),")) }
    #expect(Self.sums(all) == Self.sums(try folder.read("expected/\(day)/postings.csv")))
  }

  /// More rejects than `max-rejected` fail the source.
  @Test func tooManyRejects() throws {
    let folder = try CaseFolder("quantity-units")
    try folder.change("qingfen.yaml", "max-rejected: \"100\"", "max-rejected: \"0.1\"")
    try folder.change("store/\(day)/orders.csv", "20.00", "2e1")
    let result = try BuiltCommand.run("run", "--date", day, in: folder)
    #expect(result.code == 3)
    #expect(!folder.exists("output/\(day)"))
    try folder.change("store/\(day)/orders.csv", "2e1", "20.00")
    #expect(try BuiltCommand.run("run", "--date", day, in: folder).code == 0)
    #expect(try folder.bytes("output/\(day)/postings.csv") == folder.bytes("expected/\(day)/postings.csv"))
  }

  /// Minor units by account: what a file moves in all, however its groups are numbered.
  private static func sums(_ postings: String) -> [String: Int] {
    var sums: [String: Int] = [:]
    for line in postings.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      sums[String(fields[7]), default: 0] += Int(fields[9].replacingOccurrences(of: ".", with: ""))!
    }
    return sums
  }
}
