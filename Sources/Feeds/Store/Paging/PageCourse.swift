import SettlementCore
import Tables

/// Which page comes next, and the guard against going in circles.
struct PageCourse {
  private let list: PagedList
  /// What every page's URL begins with, unless links say otherwise.
  private let base: String
  private let origin: String
  private let cursor: JSONPointer?
  private var seen: Set<String> = []
  private var rows = 0
  private(set) var number = 1
  /// Nil behind the last page.
  private(set) var url: String?

  /// `base` is the list's URL with its words filled in. Throws ``SourceFailure`` for a pointer that is none, or a URL that is not https.
  init(_ list: PagedList, base: String) throws(SourceFailure) {
    guard let origin = URLText.origin(base) else {
      throw SourceFailure(
        kind: .malformed, source: list.list.feed.rawValue, file: list.list.feed.rawValue, field: "url", expected: "a URL of https",
        found: "another one", advice: "correct it in the configuration")
    }
    self.list = list
    self.origin = origin
    cursor =
      switch list.list.pages {
      case .cursor(_, let next), .link(let next): try RowLayout.pointer(next, "pages", list.list.feed)
      default: nil
      }
    switch list.list.pages {
    case .offset(let parameter, let size, let sizeParameter):
      self.base = sizeParameter.map { URLText.adding($0, "\(size)", to: base) } ?? base
      url = URLText.adding(parameter, "0", to: self.base)
    case .page(let parameter, let first):
      self.base = base
      url = URLText.adding(parameter, "\(first)", to: base)
    default:
      self.base = base
      url = base
    }
    seen.insert(url!)
  }

  var request: PageRequest? { url.map { PageRequest(feed: list.list.feed, number: number, url: $0, shownAs: list.file) } }

  /// Moves behind a page of `count` rows; `total` is the announced number of rows.
  mutating func advance(_ page: JSONDocument, rows count: Int, total: Int?, links: [String]) throws(SourceFailure) {
    rows += count
    let isComplete = count == 0 || total.map { rows >= $0 } ?? false
    let next: String?
    switch list.list.pages {
    case .single: next = nil
    case .cursor(let parameter, _): next = try text(page).map { URLText.adding(parameter, $0, to: base) }
    case .offset(let parameter, _, _): next = isComplete ? nil : URLText.adding(parameter, "\(rows)", to: base)
    case .page(let parameter, let first): next = isComplete ? nil : URLText.adding(parameter, "\(first + number)", to: base)
    case .linkHeader: next = try LinkHeader.next(links).map { link throws(SourceFailure) in try resolve(link) }
    case .link: next = try text(page).map { link throws(SourceFailure) in try resolve(link) }
    }
    if let next, !seen.insert(next).inserted { throw circle() }
    url = next
    number += 1
  }

  /// The cursor or link in a page; nil for none.
  private func text(_ page: JSONDocument) throws(SourceFailure) -> String? {
    guard let place = page.find(cursor!) else { return nil }
    switch page.kind(place) {
    case .null: return nil
    case .string, .number:
      let text = page.text(place)!
      return text.isEmpty ? nil : text
    default:
      throw list.failure(
        page: number, field, expected: "a text, a number or null at \(cursor!)", found: page.kind(place).words,
        advice: "correct next in the configuration")
    }
  }

  /// A link must stay where our credentials belong.
  private func resolve(_ link: String) throws(SourceFailure) -> String {
    let target = URLText.resolve(link, on: url!)
    let found = target.flatMap(URLText.origin)
    if let target, found == origin { return target }
    throw list.failure(
      kind: .refused, page: number, field, expected: "a link to \(origin)",
      found: found.map { "one to \(FieldExcerpt.of($0.utf8))" } ?? "another kind of link",
      advice: "no page is fetched from elsewhere: ask the owner of the interface")
  }

  private func circle() -> SourceFailure {
    list.failure(
      kind: .incomplete, page: number, field, expected: "a \(field) that no page before had", found: "one again",
      advice: "the pages lead in a circle: ask the owner of the interface")
  }

  private var field: String { if case .cursor = list.list.pages { "cursor" } else { "link" } }
}
