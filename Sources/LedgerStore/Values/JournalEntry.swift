/// One link of the chain that shows whether a row of the ledger was changed: what one transaction added.
///
/// Every entry's head is the SHA-256 of the head before it and of everything that the entry says, so the newest head stands for the whole
/// ledger. The same story gives the same heads in every database.
public struct JournalEntry: Hashable, Sendable {
  /// What the transaction did. Entries of other kinds may be added.
  public enum Kind: String, Sendable {
    /// A run was added; the evidence is the SHA-256 of its stored manifest, which names every input and rule.
    case run
    /// A run's files were published; the evidence is the SHA-256 of its `run.json`, which lists every other file's.
    case publication
    case decisions
    /// Periods were closed: their rows name the SHA-256 of every issued file.
    case closing
    /// Everything that stood in a ledger from before the journal.
    case upgrade
  }

  /// From 1, without gaps.
  public var number: Int64
  public var kind: String
  /// The run that was added or published; else the newest one.
  public var run: Int32
  /// SHA-256 of what stands outside the ledger; empty: nothing does.
  public var evidence: String
  /// The rows that were added, by table.
  public var rows: [TableDigest]
  /// What the tables whose rows may change hold after the transaction.
  public var standing: [TableDigest]
  /// SHA-256 in hex.
  public var head: String
}

/// What some rows of a table are: their number, and the SHA-256 over all their values in the order of their keys.
public struct TableDigest: Hashable, Sendable {
  public var name: String
  public var count: Int64
  public var sha256: String
}

extension JournalEntry {
  /// What the first entry follows.
  static let origin = String(repeating: "0", count: 64)

  /// The values of its row.
  func put(into row: inout NewRows) {
    row.integer(number)
    row.text(kind)
    row.integer(run)
    row.text(evidence)
    row.text(TableDigest.text(rows))
    row.text(TableDigest.text(standing))
    row.text(head)
  }

  /// The head that follows from the one before.
  func head(after previous: String) -> String {
    var (entry, row, hash) = (self, NewRows(), RowHash())
    entry.head = previous
    entry.put(into: &row)
    row.endRow()
    hash.add(row)
    return hash.sha256
  }
}

extension TableDigest {
  /// A line for each: name, count, SHA-256.
  static func text(_ digests: [TableDigest]) -> String { digests.map { "\($0.name) \($0.count) \($0.sha256)\n" }.joined() }

  /// Throws `UnexpectedValue` for anything that `text` does not give.
  static func parse(_ text: String) throws -> [TableDigest] {
    let digests = text.split(separator: "\n").compactMap { line -> TableDigest? in
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 3, let count = Int64(words[1]) else { return nil }
      return TableDigest(name: String(words[0]), count: count, sha256: String(words[2]))
    }
    guard Self.text(digests) == text else { throw UnexpectedValue(expected: "lines of table, count and SHA-256", found: text) }
    return digests
  }
}
