import SettlementCore

/// Records in an order that does not depend on the ledger, column by column, to compare by.
struct Told: Equatable {
  private var columns: [[Int64]]
  private var texts: [[UInt8]] = []
  private var excess: [Int64] = []

  fileprivate init(_ order: [Int32], _ columns: [[Int64]], _ texts: [TextColumn]) {
    self.columns = columns.map { column in order.map { column[Int($0)] } }
    for column in texts {
      for row in order {
        self.texts.append(Array(column.bytes[column.range(Int(row))]))
      }
    }
  }

  /// By record, then by the place in the question.
  fileprivate static func order(_ number: [Int64], _ asked: [Int32]) -> [Int32] {
    RadixSort.order(of: number, startingFrom: RadixSort.order(of: asked.map(Int64.init)))
  }

  fileprivate mutating func add(_ excess: [(refund: Int32, run: Int32)], _ number: [Int64]) {
    self.excess = excess.map { [number[Int($0.refund)], Int64($0.run)] }.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
  }
}

private func longs(_ column: [some BinaryInteger]) -> [Int64] { column.map { Int64($0) } }

extension StoredOrders {
  var told: Told {
    Told(
      Told.order(number, asked),
      [
        number, longs(seenRun), longs(asked), longs(batch.bundle), longs(batch.channel), longs(batch.quantity),
        batch.currency.map { Int64($0.index) }, longs(batch.paid), longs(batch.list), longs(batch.fee), batch.paidAt, longs(batch.day),
        longs(batch.terms), longs(batch.run),
      ], [batch.ids])
  }
}

extension StoredRedemptions {
  var told: Told {
    Told(
      Told.order(number, asked),
      [
        number, orderNumber, longs(seenRun), reversalSeen.map { $0 ? 1 : 0 }, longs(asked), longs(batch.entitlement), batch.redeemedAt,
        longs(batch.day), longs(batch.run), batch.group, batch.price, batch.reversedAt, longs(batch.reversalDay), longs(batch.reversalRun),
      ], [batch.ids, batch.orderIDs])
  }
}

extension StoredRefunds {
  var told: Told {
    var told = Told(
      Told.order(number, asked),
      [
        number, orderNumber, longs(seenRun), failureSeen.map { $0 ? 1 : 0 }, longs(asked), batch.amount, longs(batch.exponent),
        longs(batch.entitlement), longs(batch.units), batch.refundedAt, longs(batch.day), longs(batch.run), batch.group,
        longs(batch.undoDay), longs(batch.undoRun),
      ], [batch.ids, batch.orderIDs])
    told.add(batch.excess, number)
    return told
  }
}

extension LineGroups {
  /// In the order of the answer.
  var told: Told {
    Told(
      (0..<Int32(count)).map { $0 },
      [
        currency.map { Int64($0.index) }, longs(number), longs(day), claims, ours, lines, theirs, posted, isOpen.map { $0 ? 1 : 0 },
      ], [keys])
  }
}
