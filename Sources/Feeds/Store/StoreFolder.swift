import SettlementCore

/// The folder in which a store delivers its canonical files (SPEC §11, §12).
public struct StoreFolder: Sendable {
  /// As configured, `store/{date}`: relative to ``root`` unless it begins with a slash.
  public let pattern: String
  /// The folder of the configuration.
  public let root: String

  public init(pattern: String, root: String) {
    self.pattern = pattern
    self.root = root
  }

  /// The files of a day; `prepare` gets the raw bytes of each before they are parsed, on any thread.
  public func inputs(
    day: CalendarDay, prepare: @escaping @Sendable (String, consuming [UInt8]) throws(SourceFailure) -> SourceBytes
  ) -> StoreInputs {
    let folder = DayPattern.expand(pattern, day)
    func input(_ name: String) -> SourceInput {
      .file(name: name, path: "\(folder)/\(name).csv", root: root) { (bytes) throws(SourceFailure) in try prepare(name, bytes) }
    }
    return StoreInputs(orders: input("orders"), redemptions: input("redemptions"), refunds: input("refunds"), payouts: input("payouts"))
  }
}
