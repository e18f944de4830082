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

  /// The files of a day. `failed` is told of each that cannot be read.
  public func inputs(
    day: CalendarDay, prepare: @escaping SourceInput.Preparation, failed: @escaping @Sendable (SourceFailure) -> Void = { _ in }
  ) -> StoreInputs {
    let folder = DayPattern.expand(pattern, day)
    func input(_ name: String) -> SourceInput {
      .file(name: name, path: "\(folder)/\(name).csv", root: root, prepare: prepare).noting(failed)
    }
    return StoreInputs(orders: input("orders"), redemptions: input("redemptions"), refunds: input("refunds"), payouts: input("payouts"))
  }
}
