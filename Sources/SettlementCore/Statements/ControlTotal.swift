/// A total that a statement declares beside its lines, and what its lines say (SPEC §7, step 1).
public struct ControlTotal: Hashable, Sendable {
  public enum Unit: Hashable, Sendable {
    /// Rows.
    case count
    /// Minor units.
    case money(Currency)
  }

  /// Why a total cannot hold, whatever its numbers say.
  public enum Fault: Hashable, Sendable {
    /// The file does not declare it at all.
    case absent
    /// What stands in its place is no number.
    case unreadable
    /// The file declares it more than once.
    case repeated
    /// A sum that does not fit 64 bits of minor units.
    case overflow
  }

  /// What is declared, as the file calls it.
  public let name: String
  /// 0 where ``fault`` says that there is nothing to read.
  public let declared: Int64
  public let counted: Int64
  public let unit: Unit
  /// Its line in the file, from 1; 0 when it stands on none.
  public let line: Int32
  public let fault: Fault?

  public init(name: String, declared: Int64, counted: Int64, unit: Unit, line: Int32, fault: Fault? = nil) {
    self.name = name
    self.declared = declared
    self.counted = counted
    self.unit = unit
    self.line = line
    self.fault = fault
  }

  public var holds: Bool { fault == nil && declared == counted }
}
