import SettlementCore
import Tables

/// Takes the rows of a file, batch by batch, as lines into the columns of a feed. One taker, one file; a class, so that no row copies it.
final class LineTaker {
  private(set) var feed = StatementFeed()
  private let plan: FormatPlan
  private let reader: TableReader
  private let rejects: RejectWriter
  /// Those of usual rows, and those of reversed ones.
  private var parts: [FormatPlan.Parts]
  private var type: TypeSource
  private var zone: ZoneSource
  private var clocks: [CivilInstants]
  private var skip: [RowCondition]
  private var totals: [TotalCount]
  private var balance: RunningBalance?
  private var currency: TextSource?
  private var codes = CurrencyCodes()
  private let needsReference, needsOrder, needsItem: Bool
  private let emptyIsZero: Bool

  /// `standard` is the configuration's zone.
  init(
    _ plan: FormatPlan, _ reader: TableReader, _ rejects: RejectWriter, zone standard: BusinessZone,
    needs: Set<StatementProfile.KeyColumn>
  ) throws(FormatFault) {
    (self.plan, self.reader, self.rejects) = (plan, reader, rejects)
    (needsReference, needsOrder, needsItem) = (needs.contains(.reference), needs.contains(.orderID), needs.contains(.item))
    parts = [plan.usual, plan.reversed]
    (type, zone, skip, currency) = (plan.type, plan.zone, plan.skip, plan.currency)
    totals = plan.totals.map(TotalCount.init)
    balance = plan.balance.map(RunningBalance.init)
    emptyIsZero = plan.format.amounts.emptyIsZero
    clocks = []
    for identifier in plan.zone.identifiers { clocks.append(CivilInstants(try Self.zone(identifier, standard))) }
    feed.feeDigits = plan.usual.fee.flatMap { $0.isThere(in: reader) ? $0.scale : nil } ?? 0
    if !(plan.usual.fee?.isThere(in: reader) ?? false) { (parts[0].fee, parts[1].fee) = (nil, nil) }
  }

  private static func zone(_ identifier: String?, _ standard: BusinessZone) throws(FormatFault) -> BusinessZone {
    guard let identifier, identifier != standard.identifier else { return standard }
    guard let zone = BusinessZone(identifier: identifier) else {
      throw FormatFault(expected: "a zone of the time zone database", found: "'\(identifier)'")
    }
    return zone
  }

  /// The amounts of a batch, as usual rows and as reversed ones have them.
  private struct Amounts {
    let values, fees: [[Int64]]
    let overflows: Set<Int>
  }

  func take(_ batch: TableBatch) {
    feed.rows += batch.rowCount + batch.rejects.count
    for reject in batch.rejects { feed.rejects.append(rejects.reject(reject)) }
    if batch.rowCount == 0 { return }
    var isRejected = [Bool](repeating: false, count: batch.rowCount)
    let currencies = currencies(of: batch, &isRejected)
    let isSkipped = skipped(batch)
    let amounts = amounts(of: batch, currencies)
    for row in 0..<batch.rowCount where !isRejected[row] {
      do throws(LineFault) {
        try take(row, batch, currencies[row], amounts, isSkipped: isSkipped?[row] ?? false)
      } catch {
        reject(error, batch, row)
        isRejected[row] = true
      }
    }
    for place in totals.indices { totals[place].take(batch, currencies, isRejected: isRejected) }
    follow(batch, currencies, isRejected)
  }

  private func reject(_ fault: LineFault, _ batch: TableBatch, _ row: Int) {
    feed.rejects.append(rejects.reject(fault, batch, row, clocks[clock(batch, row) ?? 0].zone))
  }

  // MARK: What is known of all rows

  private func currencies(of batch: TableBatch, _ isRejected: inout [Bool]) -> RowCurrencies {
    if let fixed = plan.money.fixed { return RowCurrencies(same: fixed) }
    let (bytes, column) = (batch.bytes.span, currency!.column!)
    var each: [Currency] = []
    each.reserveCapacity(batch.rowCount)
    for (row, cell) in batch.texts[column].enumerated() {
      do throws(LineFault) {
        each.append(try currency(bytes, cell.range, column))
      } catch {
        each.append(.unknown)
        reject(error, batch, row)
        isRejected[row] = true
      }
    }
    return RowCurrencies(each: each)
  }

  private func currency(_ bytes: Span<UInt8>, _ range: Range<Int>, _ column: Int) throws(LineFault) -> Currency {
    guard let piece = currency!.piece(bytes, range) else { throw LineFault(.currency, column, .knownText) }
    if piece.range.isEmpty { return plan.money.standard }
    do throws(FieldFault) {
      let field = Field(name: "currency", place: column)
      guard piece.isFixed else { return try codes.currency(bytes, piece.range, field) }
      let fixed = currency!.fixed
      return try codes.currency(fixed.span, piece.range, field)
    } catch {
      throw LineFault(.currency, column, error.rule)
    }
  }

  private func skipped(_ batch: TableBatch) -> [Bool]? {
    guard var isSkipped = skip.indices.first.map({ skip[$0].holds(in: batch) }) else { return nil }
    for place in skip.indices.dropFirst() {
      for (row, holds) in skip[place].holds(in: batch).enumerated() where holds { isSkipped[row] = true }
    }
    return isSkipped
  }

  private func amounts(of batch: TableBatch, _ currencies: RowCurrencies) -> Amounts {
    var overflows: Set<Int> = []
    func values(_ source: AmountSource?) -> [Int64] { source?.values(in: batch, currencies, overflows: &overflows) ?? [] }
    let (amount, fee) = (values(parts[0].amount), values(parts[0].fee))
    return Amounts(
      values: [amount, parts[1].amount == parts[0].amount ? amount : values(parts[1].amount)],
      fees: [fee, parts[1].fee == parts[0].fee ? fee : values(parts[1].fee)], overflows: overflows)
  }

  // MARK: One row

  private func take(
    _ row: Int, _ batch: TableBatch, _ currency: Currency, _ amounts: Amounts, isSkipped: Bool
  ) throws(LineFault) {
    if !amounts.overflows.isEmpty, amounts.overflows.contains(row) {
      throw LineFault(.amount, parts[0].amount.columns[0], .amount(.overflow, exponent: 0))
    }
    guard !isSkipped, let lineType = try lineType(row, batch, amounts) else {
      feed.passedOver += 1
      return
    }
    try append(row, batch, lineType, currency, amounts, lineType == .reversed ? 1 : 0)
  }

  /// Nil for a row that is passed over.
  private func lineType(_ row: Int, _ batch: TableBatch, _ amounts: Amounts) throws(LineFault) -> LineType? {
    switch type.kind {
    case .fixed(let type): return type
    case .bySign: return amounts.values[0][row] < 0 ? .reversed : .redeemed
    case .cell(let column):
      guard reader.hasColumn(column) else { return .redeemed }
      guard let meaning = type.meaning(batch.bytes.span, batch.texts[column][row].range) else {
        throw LineFault(.type, column, .knownText)
      }
      if case .line(let type) = meaning { return type }
      return nil
    }
  }

  private func append(
    _ row: Int, _ batch: TableBatch, _ lineType: LineType, _ currency: Currency, _ amounts: Amounts, _ kind: Int
  ) throws(LineFault) {
    let reference = try Self.piece(&parts[kind].reference, .reference, row, batch, isNeeded: needsReference)
    let order = try Self.piece(&parts[kind].orderID, .orderID, row, batch, isNeeded: needsOrder)
    let item = try Self.piece(&parts[kind].item, .item, row, batch, isNeeded: needsItem)
    let amount = try amount(row, batch, lineType, currency, amounts.values[kind][row], parts[kind].amount)
    if let fee = parts[kind].fee, !emptyIsZero, fee.isMissing(batch, row, reader) { throw LineFault(.fee, fee.columns[0], .someAmount) }
    let (instant, day) = try time(row, batch, parts[kind].time)

    let bytes = batch.bytes.span
    parts[kind].reference.append(reference, of: bytes, to: &feed.references)
    parts[kind].orderID.append(order, of: bytes, to: &feed.orderIDs)
    parts[kind].item.append(item, of: bytes, to: &feed.items)
    feed.type.append(StatementFeed.LineType(rawValue: lineType.rawValue)!)
    feed.amount.append(amount)
    feed.currency.append(currency)
    feed.time.append(instant)
    feed.day.append(day)
    feed.line.append(Int32(truncatingIfNeeded: batch.places[row]))
    if parts[kind].fee != nil { feed.fee.append(amounts.fees[kind][row]) }
  }

  @inline(__always)
  private static func piece(
    _ source: inout TextSource, _ part: LineFault.Part, _ row: Int, _ batch: TableBatch, isNeeded: Bool
  ) throws(LineFault) -> TextSource.Piece {
    let range = source.column.map { batch.texts[$0][row].range } ?? 0..<0
    guard let piece = source.piece(batch.bytes.span, range) else { throw LineFault(part, source.column, .knownText) }
    if isNeeded && piece.range.isEmpty { throw LineFault(part, source.column, .text) }
    return piece
  }

  /// Minor units of the row's currency.
  private func amount(
    _ row: Int, _ batch: TableBatch, _ lineType: LineType, _ currency: Currency, _ value: Int64, _ source: AmountSource
  ) throws(LineFault) -> Int64 {
    if !emptyIsZero, value == 0 || source.columns.count > 1, source.isMissing(batch, row, reader) {
      throw LineFault(.amount, source.columns[0], .someAmount)
    }
    let (amount, rest) = value.quotientAndRemainder(dividingBy: MoneyScale.powers[source.scale - currency.exponent])
    if rest != 0 { throw LineFault(.amount, source.columns[0], .amount(.tooPrecise, exponent: currency.exponent)) }
    if lineType == .redeemed && amount < 0 { throw LineFault(.amount, source.columns[0], .redeemedNotNegative) }
    if lineType == .reversed && amount > 0 { throw LineFault(.amount, source.columns[0], .reversedNotPositive) }
    return amount
  }

  private func time(_ row: Int, _ batch: TableBatch, _ column: Int) throws(LineFault) -> (Int64, Int32) {
    let time = batch.times[column][row]
    if time == .none { throw LineFault(.time, column, .someTime) }
    guard let clock = clock(batch, row) else { throw LineFault(.zone, zone.column, .knownText) }
    do throws(Timestamp.Problem) {
      return try clocks[clock].instant(of: time)
    } catch {
      throw LineFault(.time, column, .time(error))
    }
  }

  /// The place of a row's zone among the clocks; nil when its text names none.
  private func clock(_ batch: TableBatch, _ row: Int) -> Int? {
    guard let column = zone.column else { return 0 }
    return zone.zone(batch.bytes.span, batch.texts[column][row].range)
  }

  // MARK: What all rows must add up to

  private func follow(_ batch: TableBatch, _ currencies: RowCurrencies, _ isRejected: [Bool]) {
    guard let source = plan.balance else { return }
    var overflows: Set<Int> = []
    let after = source.after.values(in: batch, currencies, overflows: &overflows)
    let moved = source.moved.values(in: batch, currencies, overflows: &overflows)
    for row in isRejected.indices where !isRejected[row] && !source.after.isMissing(batch, row, reader) {
      balance!.take(after: after[row], moved: moved[row], currencies[row], line: Int32(truncatingIfNeeded: batch.places[row]))
    }
  }

  /// The feed, with its totals.
  func finished() -> StatementFeed {
    var feed = feed
    let declared = DeclaredTexts(reader.preamble + reader.trailers, plan.format)
    let standard = plan.money.fixed ?? plan.money.standard
    feed.totals = totals.map { $0.total(declared, standard: standard) } + (balance?.totals() ?? [])
    feed.rejects.sort()
    return feed
  }
}

extension AmountSource {
  /// True when the file has all its columns.
  func isThere(in reader: TableReader) -> Bool { columns.allSatisfy { reader.hasColumn($0) } }
}
