/// Every agreement and partner that a run reads, checked as a whole (SPEC §3, §12).
public struct RuleBook: Sendable {
  /// Sorted by bundle as bytes.
  public let agreements: [Agreement]
  /// Sorted by partner id as bytes.
  public let partners: [PartnerSettings]

  public init(agreements: [Agreement], partners: [PartnerSettings]) {
    self.agreements = agreements.sorted { $0.bundle.utf8.lexicographicallyPrecedes($1.bundle.utf8) }
    self.partners = partners.sorted { $0.partner.utf8.lexicographicallyPrecedes($1.partner.utf8) }
  }
}
