import SettlementCore

/// On which day of a partner's own statements an event counts (SPEC §2): day D lasts from the cut-off of D − 1 to that of D, by a clock on
/// the wall in the partner's zone.
public struct StatementClock: Sendable {
  /// The partner's.
  public let zone: BusinessZone
  /// Seconds after midnight, 1 to 86,400.
  public let cutOff: Int32
  private let business: BusinessZone

  /// `business` is the configuration's zone.
  public init(zone: BusinessZone, cutOff: Int32, business: BusinessZone) {
    precondition((1...Self.daySeconds).contains(cutOff))
    (self.zone, self.cutOff, self.business) = (zone, cutOff, business)
  }

  /// The partner's day of an instant in microseconds since 1970.
  public func day(of microseconds: Int64) -> CalendarDay {
    let local = zone.localSeconds(of: microseconds) + Int64(Self.daySeconds - cutOff)
    return CalendarDay(number: Int32(ZoneOffsets.floor(local, Int64(Self.daySeconds))))
  }

  /// The business day in which a day of the partner ends: its last events are in the run of that day.
  public func lastBusinessDay(of day: CalendarDay) -> CalendarDay {
    let end = zone.instant(localSeconds: Int64(day.number) * Int64(Self.daySeconds) + Int64(cutOff)).map { $0 - 1 }
    return business.day(of: end ?? zone.lastInstant(of: day))
  }

  /// `23:00`, with seconds where it has any; nil at midnight.
  public var cutOffText: String? {
    if cutOff == Self.daySeconds { return nil }
    func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(two(cutOff / 3600)):\(two(cutOff / 60 % 60))" + (cutOff % 60 == 0 ? "" : ":\(two(cutOff % 60))")
  }

  public static let daySeconds: Int32 = 86_400
}

extension StatementClock {
  /// Of a partner's settings; nil: its days are the business days. Nil, too, for a zone that is unknown here.
  public init?(_ partner: PartnerSettings, business: BusinessZone) {
    guard partner.zone != nil || partner.cutOff != nil else { return nil }
    guard let zone = partner.zone.map(BusinessZone.init(identifier:)) ?? business else { return nil }
    self.init(zone: zone, cutOff: partner.cutOff ?? Self.daySeconds, business: business)
  }
}

extension StatementFeed {
  /// Counts every line on the partner's own day.
  mutating func count(by clock: StatementClock) {
    for row in 0..<count { day[row] = clock.day(of: time[row]).number }
  }
}
