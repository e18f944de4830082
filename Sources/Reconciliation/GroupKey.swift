import SettlementCore

/// The text by which rows are summed up (SPEC §7, step 3): the profile's columns with `@` between, then the currency behind a byte that no
/// text holds.
public enum GroupKey {
  /// What one profile's keys are made of.
  public struct Shape: Sendable {
    public let columns: [StatementProfile.GroupColumn]
    /// Two free texts stand side by side: what could be taken for the sign between them is written as `%40`.
    let isEscaped: Bool

    public init(_ columns: [StatementProfile.GroupColumn]) {
      self.columns = columns
      isEscaped = columns.contains(.item) && columns.contains(.orderID)
    }
  }

  /// Appends a row's key; `currency` may be unknown.
  @inline(__always)
  public static func append(
    _ shape: Shape, item: (TextColumn, Int), orderID: (TextColumn, Int), day: Int32, currency: Currency, to keys: inout TextColumn
  ) {
    for (place, column) in shape.columns.enumerated() {
      if place > 0 { keys.extend(at) }
      switch column {
      case .item: extend(&keys, item.1, of: item.0, shape.isEscaped)
      case .orderID: extend(&keys, orderID.1, of: orderID.0, shape.isEscaped)
      case .day: extend(&keys, CalendarDay(number: day))
      }
    }
    keys.extend(0)
    for byte in currency.code.utf8 { keys.extend(byte) }
    keys.endRow()
  }

  private static let at: UInt8 = 0x40
  private static let percent: UInt8 = 0x25

  private static func extend(_ keys: inout TextColumn, _ row: Int, of texts: TextColumn, _ isEscaped: Bool) {
    guard isEscaped else { return keys.extend(row, of: texts) }
    for byte in texts.bytes[texts.range(row)] {
      keys.extend(byte == at ? percent : byte)
      if byte == at { keys.extend("40") } else if byte == percent { keys.extend("25") }
    }
  }

  /// `2026-03-01`.
  private static func extend(_ keys: inout TextColumn, _ day: CalendarDay) {
    let (year, month, dayOfMonth) = day.components
    extend(&keys, year, digits: 4)
    keys.extend(0x2D)
    extend(&keys, month, digits: 2)
    keys.extend(0x2D)
    extend(&keys, dayOfMonth, digits: 2)
  }

  private static func extend(_ keys: inout TextColumn, _ number: Int, digits: Int) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      keys.extend(0x30 + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}

extension TextColumn {
  fileprivate mutating func extend(_ text: StaticString) {
    for byte in text.description.utf8 { extend(byte) }
  }
}
