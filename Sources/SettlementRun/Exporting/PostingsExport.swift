import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen export postings`: the lines of past runs, derived again from the ledger's facts (SPEC §6).
public struct PostingsExport {
  /// Which runs are written.
  public enum Selection: Sendable, Equatable {
    case all
    /// Every run of these business days.
    case days(ClosedRange<CalendarDay>)
    /// The run of this id, `2026-03-01-001`.
    case run(String)
  }

  private let reading: LedgerReading
  private let records: [RunRecord]

  /// Opens the ledger and finds the runs, in their order.
  ///
  /// Throws `NothingSelected` when the ledger has no such run, and what opening the ledger throws.
  public init(_ configuration: Configuration, _ selection: Selection) throws {
    reading = try LedgerReading(configuration)
    records = reading.state.runs.filter { record in
      switch selection {
      case .all: true
      case .days(let days): days.contains(record.day)
      case .run(let id): record.id == id
      }
    }
    if records.isEmpty { throw NothingSelected(selection, runs: reading.state.runs.map(\.id)) }
  }

  /// Gives the bytes of one `postings.csv` for all chosen runs, a piece of about 1 MiB at a time; one run gives the file that it published.
  ///
  /// Throws `BrokenLaw` when the facts of a run do not give what it posted.
  public func write(progress: (String) -> Void = { _ in }, to sink: ([UInt8]) throws -> Void) throws {
    for (place, record) in records.enumerated() {
      progress("run \(record.id): telling it again")
      let posted = try reading.retell(record)
      var postings = PostingsFile(parties: posted.parties)
      if place > 0 { postings.removeWritten() }  // one header for all
      try GroupWalk(posted: posted).forEach { head, _, accounts, amounts in
        postings.append(head, accounts: accounts, amounts: amounts)
        if postings.bytes.count > 1 << 20 {
          try sink(postings.bytes)
          postings.removeWritten()
        }
      }
      try sink(postings.bytes)
    }
  }

  /// Writes the file at `path`, which is whole or not there: it is made beside its place and moved. Replaces a file of that name.
  ///
  /// Throws `FileFailure` when it cannot be written.
  public func write(to path: String, progress: (String) -> Void = { _ in }) throws {
    try WholeFile.write(to: path) { try write(progress: progress, to: $0) }
  }
}

/// A command names a run, a day, an order or a discrepancy that the ledger does not know (exit 64).
public struct NothingSelected: Error, CustomStringConvertible {
  public let description: String

  init(_ selection: PostingsExport.Selection, runs: [String]) {
    let wanted =
      switch selection {
      case .all: "a run"
      case .days(let days) where days.lowerBound == days.upperBound: "a run of business day \(days.lowerBound)"
      case .days(let days): "a run of the business days \(days.lowerBound) to \(days.upperBound)"
      case .run(let id): "run \(id)"
      }
    let known = runs.isEmpty ? "it has no run yet" : "it has \(runs.count) from \(runs[0]) to \(runs[runs.count - 1])"
    description = "the ledger does not know \(wanted): \(known)"
  }

  init(month: String) { description = "'\(month)' is no month: write one such as 2026-03" }

  init(discrepancy name: String, ledger: String) {
    description =
      "the ledger \(ledger) does not know discrepancy \(name): check partner, kind and key against qingfen discrepancies list, "
      + "or --state resolved"
  }

  init(group number: Int64, newest: RunRecord?) {
    let known = newest.map { "its groups are 1 to \($0.firstGroup + $0.groupCount - 1)" } ?? "it has no run yet"
    description = "the ledger does not know posting group \(number): \(known); postings.csv says its number in the column group"
  }

  init(statement name: String, known: [String]) {
    let list = known.isEmpty ? "none is issued" : "issued are \(known.suffix(5).joined(separator: ", "))"
    description =
      "there is no statement '\(AlignedTable.printable(name))': \(list); a draft is named PARTNER-PERIOD-draft, as its cover says"
  }

  init(line: Int, of statement: PartnerStatement) {
    let counts = Dictionary(grouping: statement.lines.currency, by: \.self).map { ($0.key.code, $0.value.count) }.sorted { $0.0 < $1.0 }
    let known = counts.isEmpty ? "it has no lines" : "it has " + counts.map { "1 to \($0.1) in \($0.0)" }.joined(separator: ", ")
    description = "statement \(statement.number) has no line \(line): \(known)"
  }

  init(line: Int, of statement: PartnerStatement, in currencies: [Currency]) {
    let list = currencies.map(\.code).joined(separator: " and ")
    description = "statement \(statement.number) has a line \(line) in \(list): say which with --currency"
  }

  init(order id: String, ledger: String) {
    description =
      "the ledger \(ledger) does not know order '\(id)': "
      + "check the order_id (it is compared byte for byte), and that the day on which it was fed has run"
  }
}
