/// A total that a statement declares beside its lines, and what its lines say (SPEC §7, step 1).
public struct ControlTotal: Hashable, Sendable {
  public enum Unit: Hashable, Sendable {
    /// Rows.
    case count
    /// Minor units.
    case money(Currency)
  }

  /// What is declared, as the file calls it.
  public let name: String
  public let declared: Int64
  public let counted: Int64
  public let unit: Unit
  /// Its line in the file, from 1.
  public let line: Int32

  public init(name: String, declared: Int64, counted: Int64, unit: Unit, line: Int32) {
    self.name = name
    self.declared = declared
    self.counted = counted
    self.unit = unit
    self.line = line
  }

  public var holds: Bool { declared == counted }
}
