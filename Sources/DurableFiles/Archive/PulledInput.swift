/// What one pull found of one input: a file or query of the store, or a partner's statement.
public struct PulledInput: Codable, Equatable, Sendable {
  public enum State: String, Codable, Sendable {
    /// It came, with content.
    case read
    /// It came and says that there is nothing.
    case empty
    /// The other side does not have it yet.
    case waiting
    /// Nothing was there.
    case missing
    /// It came broken, or the other side could not be reached.
    case failed
  }

  /// `orders`, `redemptions`, `refunds`, `payouts`, or a partner's id.
  public var source: String
  /// The path or URL as the configuration shows it, without secrets.
  public var name: String
  /// The business day it covers, "2026-03-01".
  public var covers: String
  public var state: State
  /// Words for people about the state; empty when there is nothing to say.
  public var detail: String
  /// When it came, in microseconds since 1970, by the caller's clock.
  public var fetchedAt: Int64
  /// The bytes as they came; nil when none did.
  public var pulled: FileDigest?
  /// The object in the archive when it is not the bytes as they came: their card codes were replaced on the way in.
  public var stored: FileDigest?
  public var rows: Int64?
  /// How far it is known to be whole, in words; nil when nobody asked.
  public var completeness: String?
  public var watermarkBefore: String?
  public var watermarkAfter: String?

  public init(source: String, name: String, covers: String, state: State, detail: String = "", fetchedAt: Int64) {
    self.source = source
    self.name = name
    self.covers = covers
    self.state = state
    self.detail = detail
    self.fetchedAt = fetchedAt
  }

  /// The object that holds what a run reads.
  public var object: FileDigest? { stored ?? pulled }

  /// True when a run can be made from it again.
  public var isUsable: Bool { (state == .read || state == .empty) && object != nil }
}
