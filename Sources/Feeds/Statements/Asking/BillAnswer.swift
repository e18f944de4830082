import SettlementCore

/// What the owner of a bill answered when asked for it.
public enum BillAnswer: Sendable {
  case link(BillLink)
  /// There is no bill: an empty statement.
  case empty
  /// It is not ready yet, in the owner's own word: `BILL_CREATING`.
  case waiting(String)
}

/// Where a bill is, for a short time. The URL holds a token, and nothing prints it.
public struct BillLink: Sendable {
  public let url: String
  /// What messages say in its place.
  public let shownAs: String
  /// On the server that was asked, host and port: only there belong the credentials that asked.
  public let isOnAskedServer: Bool
  /// Of the file that is downloaded.
  public let hash: PublishedHash?
}

extension BillLink: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { shownAs }
  public var debugDescription: String { shownAs }
  public var customMirror: Mirror { Mirror(self, children: ["shownAs": shownAs]) }
}

/// What became of a bill that was asked for.
public enum BillDelivery<Receipt> {
  case downloaded(Receipt, BillLink)
  case empty
  case waiting(String)
}
