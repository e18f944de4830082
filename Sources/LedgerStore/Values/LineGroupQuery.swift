import SettlementCore

/// Which groups of a partner are looked up, each in its newest version.
public enum LineGroupQuery: Sendable {
  case all
  /// Those whose sides differ.
  case open
  /// Those of these keys, in every currency.
  case keys(TextColumn)
}
