/// Where a partner's own statement is and what it is matched against (SPEC §7).
public struct StatementProfile: Sendable {
  public enum Matches: String, Sendable, CaseIterable {
    /// One claim per unit.
    case redemptions
    /// A bill: orders positive, refunds negative.
    case orders
  }
  /// Which orders a bill is about.
  public enum Coverage: String, Sendable, CaseIterable {
    /// Those of the partner's own channel.
    case channel
    /// Every order, whatever its channel: the bill of who takes the customers' payments.
    case all
  }
  public enum KeyColumn: String, Sendable, CaseIterable {
    case reference
    case orderID = "order_id"
    case item
  }
  /// What lines have in common whose sums are compared where a partner gives totals only (SPEC §7, step 3).
  public enum GroupColumn: String, Sendable, CaseIterable {
    case item
    /// The business date.
    case day
    case orderID = "order_id"
  }
  /// The business days that one file covers.
  public enum Window: String, Sendable, CaseIterable {
    case day
    /// A calendar month.
    case month
    /// Every day up to the run's: the file is read whole by every run.
    case any
  }
  /// How far apart two amounts may be: by `absolute` or by `percent` of ours.
  public struct Tolerance: Sendable {
    public enum Side: String, Sendable, CaseIterable {
      case both
      /// Only when they claim less than ours.
      case under
      /// Only when they claim more than ours.
      case over
    }
    /// Decimal text in major units, zero or more; digits beyond the currency are cut (SPEC §7).
    public let absolute: String
    public let percent: Rate
    public let side: Side

    public init(absolute: String = "0", percent: Rate = Rate(0, over: 1)!, side: Side = .both) {
      self.absolute = absolute
      self.percent = percent
      self.side = side
    }
  }

  public let source: StatementSource
  public let matches: Matches
  /// Asked where ``matches`` says orders.
  public let covers: Coverage
  /// Never empty.
  public let on: [KeyColumn]
  /// Never empty where sums are compared instead of lines; ``on`` is not asked then.
  public let group: [GroupColumn]
  public let window: Window
  /// Days after the last day of its window from which a file that has not come is missing; before, it is not awaited yet.
  public let due: Int
  /// Days after the last day of its window in which a file that was read is looked at again: it may have been issued anew.
  public let revisit: Int
  /// Days after its business date in which an unmatched line is in transit.
  public let grace: Int
  public let tolerance: Tolerance
  /// Nil: the canonical CSV of SPEC §11.
  public let format: StatementFormat?

  public init(
    source: StatementSource, matches: Matches, covers: Coverage = .channel, on: [KeyColumn] = [.reference], group: [GroupColumn] = [],
    window: Window? = nil, due: Int = 0, revisit: Int = 0, grace: Int = 2, tolerance: Tolerance = Tolerance(),
    format: StatementFormat? = nil
  ) {
    self.source = source
    self.format = format
    self.matches = matches
    self.covers = covers
    self.on = on
    self.group = group
    self.window = window ?? (Self.namesDay(source.url) ? .day : .any)
    self.due = due
    self.revisit = revisit
    self.grace = grace
    self.tolerance = tolerance
  }

  /// A statement in a local file.
  public init(url: String, matches: Matches, on: [KeyColumn] = [.reference], grace: Int = 2, tolerance: Tolerance = Tolerance()) {
    self.init(source: StatementSource(url: url), matches: matches, on: on, grace: grace, tolerance: tolerance)
  }

  public var url: String { source.url }

  /// The columns that no line may leave empty: what lines are matched or summed up by.
  public var neededColumns: Set<KeyColumn> {
    if group.isEmpty { return Set(on) }
    return Set(group.compactMap { $0 == .item ? .item : $0 == .orderID ? .orderID : nil })
  }

  /// True when every file has days of its own; else one file is read whole by every run.
  public var isDated: Bool { window != .any }

  private static func namesDay(_ url: String) -> Bool {
    url.contains("{date}") || (url.contains("{yyyy}") && url.contains("{MM}") && url.contains("{dd}"))
  }
}
