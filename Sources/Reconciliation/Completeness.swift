import SettlementCore

/// Step 1 of SPEC §7 for one statement: does it hold what it declares, and does it stay within its days?
public struct Completeness: Sendable {
  /// Something that does not hold: the statement is incomplete.
  public struct Breach: Hashable, Sendable {
    public enum What: Hashable, Sendable {
      /// A total beside the lines, or a running balance.
      case total(ControlTotal.Unit)
      /// Lines are dated after the last day of the file.
      case window(ClosedRange<CalendarDay>)
    }
    public let what: What
    /// As the file calls it; of the window `window`.
    public let name: String
    /// What the lines say: of the window, how many lines are within it.
    public let ours: Int64
    /// What the file declares: of the window, how many lines the file has.
    public let theirs: Int64
    /// Its line in the file, from 1.
    public let line: Int32
  }
  /// In the order of the file, the window last; empty: the statement is complete.
  public let breaches: [Breach]

  /// `days` and `lines` are those of the statement's lines, row by row; `window` nil: every day belongs to the file.
  ///
  /// A line dated before the window is late, which is no breach: SPEC §7 offers it to the days before.
  public init(totals: [ControlTotal], days: [Int32], lines: [Int32], window: ClosedRange<CalendarDay>?) {
    var breaches = totals.filter { !$0.holds }.map {
      Breach(what: .total($0.unit), name: $0.name, ours: $0.counted, theirs: $0.declared, line: $0.line)
    }
    if let window, let first = days.firstIndex(where: { $0 > window.upperBound.number }) {
      let within = days.count { $0 <= window.upperBound.number }
      breaches.append(
        Breach(what: .window(window), name: "window", ours: Int64(within), theirs: Int64(days.count), line: lines[first]))
    }
    self.breaches = breaches
  }

  public var isComplete: Bool { breaches.isEmpty }
}
