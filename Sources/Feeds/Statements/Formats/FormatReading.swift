import SettlementCore
import Tables

/// A partner's file, read as its format says: the feed, and what was understood of the file.
struct FormatReading {
  let feed: StatementFeed
  let facts: StatementFacts

  /// `file` and `source` are only named in messages; `zone` is the configuration's, `standard` the currency of rows without one.
  ///
  /// Throws ``SourceFailure`` when the bytes are no such file, or lack the line that must end it.
  init(
    bytes: [UInt8], file: String, source: String, _ format: StatementFormat, zone: BusinessZone, standard: Currency,
    needs: Set<StatementProfile.KeyColumn>
  ) throws(SourceFailure) {
    (feed, facts) = try Self.refusing(file: file, source: source) {
      let plan = try FormatPlan(format, standard: standard)
      let reader = try TableReader(bytes: bytes, name: file, layout: plan.layout)
      let taker = try LineTaker(
        plan, reader, RejectWriter(source: source, file: file, plan: plan, reader: reader), zone: zone, needs: needs)
      var batch = TableBatch()
      while try reader.read(into: &batch) { taker.take(batch) }
      try Self.requireEnd(format, reader, source, file)
      return (taker.finished(), StatementFacts(plan, reader))
    }
  }

  /// Does `work` on a file; what is wrong with the file, or with its format, is a ``SourceFailure``.
  static func refusing<Value>(file: String, source: String, _ work: () throws -> Value) throws(SourceFailure) -> Value {
    do {
      return try work()
    } catch let failure as SourceFailure {
      throw failure
    } catch let error as TableError {
      throw SourceFailure(
        kind: .malformed, source: source, file: error.file, line: error.line, field: error.field, expected: error.expected,
        found: error.found, advice: error.field == "codes" ? codesAdvice : advice)
    } catch let fault as FormatFault {
      throw SourceFailure(
        kind: .malformed, source: source, file: file, field: "format", expected: fault.expected, found: fault.found,
        advice: "correct format in the partner's file")
    } catch {
      preconditionFailure("a reader of tables threw \(error)")
    }
  }

  private static let codesAdvice =
    "nothing of it was kept: ask the partner for a file without codes, as UTF-8 CSV or as JSON, or name in codes: {none-in: […]} "
    + "what holds none"
  static let advice = "fetch the file again, or correct format in the partner's file"

  /// A line that must be the last shows that nothing is missing.
  private static func requireEnd(
    _ format: StatementFormat, _ reader: TableReader, _ source: String, _ file: String
  ) throws(SourceFailure) {
    for case .line(let text) in format.ends where !reader.trailers.contains(where: { $0.text == text }) {
      throw SourceFailure(
        kind: .incomplete, source: source, file: file, field: "end", expected: "\(FieldExcerpt.of(text.utf8)) as the last line",
        found: "none", advice: "the file is not whole: fetch it again, or correct ends in the partner's file")
    }
  }
}
