import Feeds
import SettlementCore

/// A REST interface made of closures: answers by URL, and remembers what it was asked.
final class FakeInterface {
  private(set) var asked: [String] = []
  private let answer: (String, Int) throws -> Page

  /// `answer` gets what is behind `https://api.shop.example`, and how many requests came before.
  init(_ answer: @escaping (String, Int) throws -> Page) { self.answer = answer }

  func fetch(_ request: PageRequest) throws -> Page {
    let path = String(request.url.dropFirst("https://api.shop.example".count))
    defer { asked.append(path) }
    return try answer(path, asked.count)
  }
}

extension Page {
  init(_ text: String, links: [String] = []) { self.init(body: Array(text.utf8), links: links) }
}

let march1 = CalendarDay("2026-03-01")!

func store(_ list: StoreList) -> HTTPStore { HTTPStore(url: "https://api.shop.example", zone: "Asia/Shanghai", lists: [list]) }

/// Refunds, whose rows are short: `{"refund_id":"R1","order_id":"O1","amount":1,"refunded_at":"2026-03-01 10:00:00"}`.
func refundList(
  _ pages: StoreList.Pages, path: String = "/refunds", rows: String = "/rows", total: String? = nil, watermark: Watermark? = nil
) -> StoreList {
  StoreList(feed: .refunds, path: path, rows: rows, pages: pages, total: total, watermark: watermark)
}

func refunds(_ numbers: some Sequence<Int>) -> String {
  let rows = numbers.map { #"{"refund_id":"R\#($0)","order_id":"O1","amount":1,"refunded_at":"2026-03-01 10:00:00"}"# }
  return "[\(rows.joined(separator: ","))]"
}

func pull(
  _ list: StoreList, _ interface: FakeInterface, limits: PagingLimits = PagingLimits(), watermark: String? = nil
) throws -> PulledPages {
  try PagedPull(
    list, of: store(list), words: PullWords(day: march1, zone: shanghai, watermark: watermark), zone: shanghai, limits: limits
  ).pull(interface.fetch)
}

extension PulledPages {
  /// The ids, in order.
  var refundIDs: [String] {
    get throws {
      let feed = try rendered.refunds(zone: shanghai)
      return (0..<feed.refunds.count).map { feed.refunds.ids[$0] }
    }
  }
}
