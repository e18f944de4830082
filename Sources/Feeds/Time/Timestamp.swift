/// Times as feeds write them (SPEC §2).
///
/// Either ISO 8601 with an offset — `2026-03-01T10:00:00+08:00`, `Z`, `+0800`, `+08`, seconds optional, `T` or one space — or
/// exactly `yyyy-MM-dd HH:mm:ss` in the feed's zone. Seconds may have a fraction of one to six digits behind `.` or `,`. There is
/// no 24:00:00 and no second 60. A `T` without an offset is refused: nobody knows which zone was meant.
public enum Timestamp {
  /// Microseconds since 1970 of the time in `bytes[start..<end]`, or nil.
  ///
  /// For columns of times use a reader of the feeds, which keeps the offset of the day. A local time that the zone skips is nil, of two
  /// instants with one local time the earlier one is taken.
  public static func parse(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ zone: BusinessZone) -> Int64? {
    var reader = TimestampReader(zone, business: zone)
    do { return try reader.parse(bytes, start, end) } catch { return nil }
  }

  /// Why a text is no time.
  enum Problem: Error {
    case notATime
    case noOffset
    case skipped
    case year
  }
}
