/// The store's database, read by a query per feed in one snapshot.
public struct PostgresStore: Sendable {
  public let access: PostgresAccess
  /// Of timestamps without offset.
  public let zone: String
  /// In the order of ``StoreFeed``; payouts may be absent.
  public let queries: [StoreQuery]

  public init(_ access: PostgresAccess, zone: String, queries: [StoreQuery]) {
    self.access = access
    self.zone = zone
    self.queries = queries
  }
}
