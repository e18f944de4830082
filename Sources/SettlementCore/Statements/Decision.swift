/// What a person decides about an open discrepancy (SPEC §7).
public enum Decision: String, Sendable, CaseIterable {
  /// Our amount is right: nothing is posted.
  case acceptOurs = "accept-ours"
  /// Theirs is right: theirs − ours is posted as `adjust`.
  case acceptTheirs = "accept-theirs"
  /// Let it be, whoever is right: nothing is posted.
  case waive
}
