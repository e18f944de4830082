import Foundation
import SettlementCore
import Synchronization

/// The zone whose midnights bound the business days (SPEC §2), and the zone in which a feed writes times without offset.
///
/// Offsets are known for the years ``years``; the list of their changes is made once, from Foundation's zone data.
public struct BusinessZone: Sendable {
  /// The years in which times are accepted.
  public static let years = 1970...2100

  /// As given: `Asia/Shanghai`.
  public let identifier: String
  private let business: ZoneOffsets
  /// What a feed declares for its own times, and its name; the business zone unless said otherwise.
  private var declared: ZoneOffsets
  private(set) var declaredIdentifier: String
  /// True when a local time of the feed is one of the business zone.
  private(set) var isFeedLocal = true

  /// The zone of the IANA database with this name, or nil when Foundation knows none.
  public init?(identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    self.identifier = identifier
    business = Self.offsets(of: zone)
    (declared, declaredIdentifier) = (business, identifier)
  }

  /// What was found of a zone in this process: its changes in all years are some fifty thousand questions.
  private static let known = Mutex<[String: ZoneOffsets]>([:])

  private static func offsets(of zone: TimeZone) -> ZoneOffsets {
    if let offsets = known.withLock({ $0[zone.identifier] }) { return offsets }
    let offsets = ZoneOffsets(of: zone)
    known.withLock { $0[zone.identifier] = offsets }
    return offsets
  }

  /// The same business days, for a feed that writes times without offset in a zone of its own.
  public func declaring(_ feed: BusinessZone) -> BusinessZone {
    var zone = self
    (zone.declared, zone.declaredIdentifier) = (feed.business, feed.identifier)
    zone.isFeedLocal = feed.identifier == identifier
    return zone
  }

  /// The business day of an instant in microseconds since 1970.
  public func day(of microseconds: Int64) -> CalendarDay {
    CalendarDay(number: Int32(ZoneOffsets.floor(localSeconds(of: microseconds), 86_400)))
  }

  /// What a clock on the wall shows at an instant: seconds since 1970-01-01 00:00:00 of the same clock, fractions cut.
  public func localSeconds(of microseconds: Int64) -> Int64 { business.localSeconds(of: ZoneOffsets.floor(microseconds, 1_000_000)) }

  /// The instant in microseconds at which the feed's clock on the wall shows `localSeconds` (counted as in ``localSeconds(of:)``).
  ///
  /// Nil for a time that the clock skips; of two instants with the same local time, the earlier one.
  public func instant(localSeconds: Int64) -> Int64? { declared.instant(localSeconds: localSeconds) }

  /// The last microsecond of a business day; for a day that the zone skips, that of the day before.
  public func lastInstant(of day: CalendarDay) -> Int64 { business.firstInstant(after: day) - 1 }

  /// The first microsecond of a business day; for a day that the zone skips, that of the day after.
  public func firstInstant(of day: CalendarDay) -> Int64 { business.firstInstant(after: day.adding(days: -1)) }

  /// The one offset of a feed's local day and of the days beside it, or nil when it changes there.
  func constantOffset(of day: CalendarDay) -> Int64? { declared.constantOffset(of: day) }
}

extension BusinessZone {
  /// An instant in microseconds since 1970 as the zone writes it, with its offset: `2026-03-01T10:00:00+08:00`.
  ///
  /// Six digits of a fraction follow the seconds unless it is 0.
  public func text(of microseconds: Int64) -> String {
    let local = localSeconds(of: microseconds)
    let second = ZoneOffsets.floor(microseconds, 1_000_000)
    let day = ZoneOffsets.floor(local, 86_400)
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let clock = local - day * 86_400
    let time = "\(two(clock / 3600)):\(two(clock / 60 % 60)):\(two(clock % 60))"
    let rest = String(1_000_000 + microseconds - second * 1_000_000).dropFirst()
    let fraction = rest == "000000" ? "" : ".\(rest)"
    let minutes = (local - second) / 60
    let offset = "\(minutes < 0 ? "-" : "+")\(two(abs(minutes) / 60)):\(two(abs(minutes) % 60))"
    return "\(CalendarDay(number: Int32(day)))T\(time)\(fraction)\(offset)"
  }
}
