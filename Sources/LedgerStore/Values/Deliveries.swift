/// A statement that its partner has got: recorded once the other side had taken it. Such a row never changes.
public struct DeliveryRecord: Hashable, Sendable {
  /// The statement's number: `QF-eleme-2026-03-R1`, or `eleme-2026-03-draft`.
  public var statement: String
  /// Of the workbook, in hex; a statement of the same number and bytes goes out once.
  public var sha256: String
  public var partner: String
  /// `mail`, `sftp` or `folder`.
  public var way: String
  /// To whom or whereto, for people.
  public var recipient: String
  /// Microseconds since 1970, by our clock.
  public var takenAt: Int64
  /// The newest run then.
  public var run: Int32

  public init(statement: String, sha256: String, partner: String, way: String, recipient: String, takenAt: Int64, run: Int32) {
    self.statement = statement
    self.sha256 = sha256
    self.partner = partner
    self.way = way
    self.recipient = recipient
    self.takenAt = takenAt
    self.run = run
  }
}
