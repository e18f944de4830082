import SettlementCore
import Tables

/// Under which keys the pages of a list may hold buyers: everything below them is replaced on the way in.
struct BuyerKeys {
  /// The key that hides the buyer to which the configuration leads: the outermost one on the way to it from which nothing else is read. Nil
  /// when it names no buyer, or there is no such key.
  let own: String?
  /// Every key whose value is replaced. Where the configuration names no buyer, `buyer` is one unless something else is read below it.
  let hidden: [String]

  init(_ list: StoreList) {
    let others = CodeNames(Self.others(list))
    let names = list.columns[Self.column].flatMap(JSONPointer.init)?.names ?? []
    own = names.first { !others.contains($0) }
    hidden = [own ?? names.last, others.contains(Self.column) ? nil : Self.column].compactMap { $0 }
  }

  static let column = "buyer"

  /// The keys on the way to everything else that is read of a page.
  private static func others(_ list: StoreList) -> [String] {
    var pointers = [list.rows, list.total].compactMap { $0 }
    switch list.pages {
    case .cursor(_, let next), .link(let next): pointers.append(next)
    case .single, .offset, .page, .linkHeader: break
    }
    let columns = list.feed.columns.filter { $0 != column } + [list.watermark?.column].compactMap { $0 }
    let keys = columns.filter { list.columns[$0] == nil }
    pointers += columns.compactMap { list.columns[$0] }
    return keys + pointers.compactMap(JSONPointer.init).flatMap(\.names)
  }
}
