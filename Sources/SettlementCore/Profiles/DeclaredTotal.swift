/// A total that a file declares, and what of its rows must equal it. Rows of all types count, passed-over ones included.
public struct DeclaredTotal: Hashable, Sendable {
  public enum Place: Hashable, Sendable {
    /// Under this name of the second header (``StatementFormat/End/header(_:)``).
    case cell(String)
    /// The so-many-th number, from 1, in the one line before or behind the rows that begins with this text.
    case line(String, number: Int)
    /// At this JSON pointer beside the rows.
    case pointer(String)
    /// Nothing is declared: the sum of other cells of the same rows.
    case sum(StatementFormat.Amount)
  }
  public enum Measure: Hashable, Sendable {
    /// How many rows. Declared as a whole number; `20.0` is one.
    case count
    /// The sum of the rows' amounts, exact with so many decimals, 0 to 9 (nil: the currency's), then rounded once to the currency's,
    /// half away from zero; what is declared likewise. All its rows have one currency.
    case sum(StatementFormat.Amount, digits: Int?)
  }

  /// What messages call it: the cell, the line's beginning and number, the pointer, or the columns.
  public let name: String
  public let place: Place
  public let measure: Measure
  /// Nil: all rows.
  public let condition: StatementFormat.Condition?

  public init(name: String, _ place: Place, _ measure: Measure, where condition: StatementFormat.Condition? = nil) {
    self.name = name
    self.place = place
    self.measure = measure
    self.condition = condition
  }
}
