import SettlementCore
import Tables

/// The fields that all lines of a group have in common, as bytes ready to be copied before and behind account and amount.
struct GroupFields: Sendable {
  /// `run,business_date,group,kind,order_id,reference,`
  private(set) var front: [UInt8] = []
  /// `CNY,`
  private(set) var currency: [UInt8] = []
  /// `,agreement,version,corrects` and the line end.
  private(set) var back: [UInt8] = []

  private var ids = CSVWriter(header: ["order_id", "reference"], capacity: 256)
  private var run = ""
  private var runBytes: [UInt8] = []
  private var day = CalendarDay(number: .min)
  private var dayBytes: [UInt8] = []
  private var agreements: [AgreementVersionKey: [UInt8]] = [:]
  private var agreement = AgreementVersionKey(bundle: "", version: nil)
  private var agreementBytes = Array(",,,".utf8)
  private var money = Currency.unknown
  private static let kinds: [[UInt8]] = GroupKind.allCases.map { Array(",\($0.name),".utf8) }

  init() {
    currency = [UInt8(ascii: ",")]
  }

  mutating func set(_ group: PostingGroup) {
    remember(group)
    front.removeAll(keepingCapacity: true)
    front.append(contentsOf: runBytes)
    front.append(contentsOf: dayBytes)
    DecimalText.append(group.number, exponent: 0, to: &front)
    front.append(contentsOf: Self.kinds[Int(group.kind.rawValue)])
    ids.removeWritten()
    append(group.orderID)
    if case .text(let ours) = group.reference, group.kind == .lapse || group.kind == .trueUp {
      ids.append(text: ours)
    } else {
      append(group.reference)
    }
    ids.endRow()
    front.append(contentsOf: ids.bytes)
    front[front.count - 1] = UInt8(ascii: ",")
    back.removeAll(keepingCapacity: true)
    back.append(contentsOf: agreementBytes)
    if group.corrects != 0 { DecimalText.append(group.corrects, exponent: 0, to: &back) }
    back.append(UInt8(ascii: "\n"))
  }

  private mutating func append(_ text: ReportText) {
    switch text {
    case .none: ids.append(text: "")
    case .row(let row, let column): ids.append(outside: column.bytes, column.range(row))
    case .text(let text): ids.append(outside: text)
    }
  }

  /// Run, day, currency and version are mostly those of the group before.
  private mutating func remember(_ group: PostingGroup) {
    if group.run != run || runBytes.isEmpty {
      run = group.run
      runBytes = Array("\(run),".utf8)
    }
    if group.businessDate != day {
      day = group.businessDate
      dayBytes = Array("\(day),".utf8)
    }
    if group.currency != money {
      money = group.currency
      currency = Array("\(money.code),".utf8)
    }
    let key = AgreementVersionKey(bundle: group.agreement, version: group.version)
    if key != agreement {
      agreement = key
      agreementBytes = agreements[key] ?? render(key)
    }
  }

  private mutating func render(_ key: AgreementVersionKey) -> [UInt8] {
    var row = CSVWriter(header: ["agreement", "version"], capacity: 64)
    row.removeWritten()
    row.append(text: key.bundle)
    row.append(text: key.version?.description ?? "")
    row.endRow()
    let bytes = [UInt8(ascii: ",")] + row.bytes.dropLast() + [UInt8(ascii: ",")]
    agreements[key] = bytes
    return bytes
  }
}

/// What the last fields of a line are remembered by.
private struct AgreementVersionKey: Hashable {
  let bundle: String
  let version: CalendarDay?
}
