import Feeds
import SettlementCore
import Testing

@Suite struct StatementTrailerTests {
  static let rows = "reference,amount,time\nR1,1.00,2026-03-01 10:00:00\n"

  func remove(_ text: String) throws(SourceFailure) -> String {
    var bytes = Array(text.utf8)
    try StatementTrailer.remove("<END>", from: &bytes, source: "eleme", file: "eleme.csv")
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: ["<END>", "<END>\n", "<END>\r\n\r\n\n"])
  func isNoRow(end: String) throws {
    #expect(try remove(Self.rows + end) == Self.rows)
    let feed = try readStatement(try remove(Self.rows + end))
    #expect(feed.rows == 1 && feed.rejects.count == 0)
  }

  @Test func mayBeAll() throws { #expect(try remove("<END>\n") == "") }

  @Test(arguments: [
    ("", "eleme.csv: trailer: expected <END> as the last line, found an empty file"),
    ("\n\r\n", "eleme.csv: trailer: expected <END> as the last line, found an empty file"),
    (rows, "eleme.csv:2: trailer: expected <END> as the last line, found another one"),
    (rows + "<EN", "eleme.csv:3: trailer: expected <END> as the last line, found another one"),
    (rows + " <END>", "eleme.csv:3: trailer: expected <END> as the last line, found another one"),
    (rows + "<END>\nR2,1.00,2026-03-01 10:00:00\n\n", "eleme.csv:4: trailer: expected <END> as the last line, found another one"),
    (rows + "R2,<END>\n", "eleme.csv:3: trailer: expected <END> as the last line, found another one"),
  ])
  func aCutFileHasNone(text: String, message: String) {
    let failure = #expect(throws: SourceFailure.self) { try remove(text) }
    #expect(
      failure?.description == message + "; the file is not whole, or has no trailer: fetch it again, or correct proof in the partner's file"
    )
    #expect(failure?.kind == .incomplete)
  }
}
