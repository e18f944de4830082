/// Which terms split an order: by bundle and business date (SPEC §3).
public struct TermsFinder: Sendable {
  struct Entry: Sendable {
    let currency: Currency
    /// Ascending by effective date.
    let versions: [(effective: CalendarDay, terms: Int32)]
  }
  /// By the bundle's number; nil: no agreement.
  private var entries: [Entry?] = []

  public init() {}

  /// Enters an agreement under the number of its bundle; `terms` are the numbers of its versions, in their order.
  public mutating func add(_ agreement: Agreement, bundle: Int32, terms: [Int32]) {
    while entries.count <= Int(bundle) { entries.append(nil) }
    entries[Int(bundle)] = Entry(currency: agreement.currency, versions: zip(agreement.versions, terms).map { ($0.effective, $1) })
  }

  /// The currency of a bundle's agreement, or nil without agreement.
  public func currency(of bundle: Int32) -> Currency? { Int(bundle) < entries.count ? entries[Int(bundle)]?.currency : nil }

  /// The newest version effective on a day, or nil.
  @inline(__always)
  public func terms(of bundle: Int32, on day: CalendarDay) -> Int32? {
    Int(bundle) < entries.count ? entries[Int(bundle)]?.versions.last { $0.effective <= day }?.terms : nil
  }
}
