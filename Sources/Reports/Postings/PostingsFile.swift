import SettlementCore
import Tables

/// Writes `postings.csv` (SPEC §6) into a growing chunk of bytes: groups in the order of their numbers, lines by account as bytes.
///
/// Append group after group; when `bytes` is large enough, store it and call `removeWritten()`.
/// ```
/// var postings = PostingsFile(parties: parties)
/// postings.append(group, accounts: accounts.span, amounts: amounts.span)
/// if postings.bytes.count > 1 << 20 { try file.write(postings.bytes); postings.removeWritten() }
/// ```
public struct PostingsFile: Sendable {
  /// What was written since the last `removeWritten()`; at first the header row.
  public private(set) var bytes: [UInt8]
  /// Lines written so far, the header not counted.
  public private(set) var lines = 0

  private let accounts: AccountNames
  private var fields = GroupFields()
  private var order: [Int] = []

  /// Starts with the header; `parties` names every party of the accounts to come.
  public init(parties: Terminology, capacity: Int = 1 << 20) {
    accounts = AccountNames(parties)
    bytes = []
    bytes.reserveCapacity(capacity + capacity / 8)
    let header = "run,business_date,group,kind,order_id,reference,party,account,currency,amount,agreement,version,corrects\n"
    bytes.append(contentsOf: header.utf8)
  }

  /// Appends the lines of a group: an account code and an amount in minor units each; zero amounts are left out.
  ///
  /// Requires as many amounts as accounts, each account once, and parties known to `init`.
  public mutating func append(_ group: PostingGroup, accounts codes: Span<Int32>, amounts: Span<Int64>) {
    precondition(codes.count == amounts.count)
    sort(codes, amounts)
    guard !order.isEmpty else { return }
    fields.set(group)
    let exponent = group.currency.exponent
    for place in order {
      bytes.append(contentsOf: fields.front)
      bytes.append(contentsOf: accounts.bytes[accounts.range(codes[place])])
      bytes.append(contentsOf: fields.currency)
      DecimalText.append(amounts[place], exponent: exponent, to: &bytes)
      bytes.append(contentsOf: fields.back)
    }
    lines += order.count
  }

  /// Forgets what was written, once the caller has stored it, and keeps the buffer.
  public mutating func removeWritten() { bytes.removeAll(keepingCapacity: true) }

  /// The places of lines with an amount, by account name: an insertion sort, for a group has a handful of lines.
  private mutating func sort(_ codes: Span<Int32>, _ amounts: Span<Int64>) {
    order.removeAll(keepingCapacity: true)
    for place in codes.indices where amounts[place] != 0 {
      let rank = accounts.rank(codes[place])
      var at = order.count
      order.append(place)
      while at > 0, accounts.rank(codes[order[at - 1]]) > rank {
        order[at] = order[at - 1]
        at -= 1
      }
      order[at] = place
    }
  }
}
