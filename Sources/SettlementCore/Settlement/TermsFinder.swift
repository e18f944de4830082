/// Which terms split an order: by bundle and business date (SPEC §3).
public struct TermsFinder: Sendable {
  struct Entry: Sendable {
    let currency: Currency
    /// Ascending by effective date.
    let versions: [(effective: CalendarDay, terms: Int32)]
  }
  private var entries: [Int32: Entry] = [:]

  public init() {}

  /// Enters an agreement under the number of its bundle; `terms` are the numbers of its versions, in their order.
  public mutating func add(_ agreement: Agreement, bundle: Int32, terms: [Int32]) {
    entries[bundle] = Entry(currency: agreement.currency, versions: zip(agreement.versions, terms).map { ($0.effective, $1) })
  }

  /// The currency of a bundle's agreement, or nil without agreement.
  public func currency(of bundle: Int32) -> Currency? { entries[bundle]?.currency }

  /// The newest version effective on a day, or nil.
  @inline(__always)
  public func terms(of bundle: Int32, on day: CalendarDay) -> Int32? {
    entries[bundle]?.versions.last { $0.effective <= day }?.terms
  }
}
