/// What is off in a ledger: where, what was expected and what was found.
public struct JournalFault: Error, Equatable, Sendable {
  public let place: String
  public let expected: String
  public let found: String
}

/// What a check of the journal has looked at.
public struct JournalReport: Sendable {
  public let entries: [JournalEntry]
  /// How many rows were hashed again.
  public let rows: Int64
  /// The newest head; empty: there is no entry.
  public var head: String { entries.last?.head ?? "" }
  /// The run up to which a ledger from before the journal was sealed at once; 0: none.
  public var sealedRun: Int32 { entries.first { $0.kind == JournalEntry.Kind.upgrade.rawValue }?.run ?? 0 }

  /// The SHA-256 of the newest `run.json` of a run; nil: none was recorded.
  public func publication(ofRun run: Int32) -> String? {
    entries.last { $0.run == run && $0.kind == JournalEntry.Kind.publication.rawValue }?.evidence
  }
}
