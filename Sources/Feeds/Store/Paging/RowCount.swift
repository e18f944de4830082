import Tables

/// The list was not the same from its first page to its last.
struct ListChanged: Error {
  let failure: SourceFailure
}

/// Counts the rows of a pull against the announced total, and knows a page or a row that comes twice.
struct RowCount {
  private let list: PagedList
  private(set) var total: Int?
  /// Rows of the page taken last.
  private(set) var lastCount = 0
  private var rows = 0
  /// Rows that another page had too, byte for byte.
  private var repeated = 0
  /// By a hash of all its rows, the page that had them first. Sixty-four bits, another key in every process.
  private var pages: [Int: Int] = [:]
  private var seen: Set<Int> = []

  init(_ list: PagedList) { self.list = list }

  /// Throws ``ListChanged`` for another total than before or a page that was there before, ``SourceFailure`` for a total that is none.
  mutating func take(_ page: JSONDocument, rowsAt array: Int, page number: Int) throws {
    if let announced = try list.total(of: page, page: number) {
      if let total, total != announced {
        throw changed(number, "total", expected: "\(total) as on the pages before", found: "\(announced)")
      }
      total = announced
    }
    let places = page.elements(of: array)
    lastCount = places.count
    rows += places.count
    guard !places.isEmpty else { return }
    if let first = pages.updateValue(number, forKey: page.hash(array)) {
      throw changed(number, "rows", expected: "rows that no page before had", found: "those of page \(first)")
    }
    guard total != nil else { return }
    // A row twice on one page is the store's own; on two pages it has moved while we read.
    let hashes = places.map { page.hash($0) }
    repeated += hashes.count(where: seen.contains)
    seen.formUnion(hashes)
  }

  /// Throws ``ListChanged`` when not exactly the announced rows came.
  func finish() throws {
    guard let total, rows - repeated != total else { return }
    let twice = repeated > 0 ? " and \(repeated) of them once more" : ""
    throw ListChanged(
      failure: SourceFailure(
        kind: .incomplete, source: list.list.feed.rawValue, file: list.file, field: "total",
        expected: "the \(total) rows that were announced",
        found: "\(rows - repeated)\(twice)", advice: Self.advice))
  }

  private func changed(_ page: Int, _ field: String, expected: String, found: String) -> ListChanged {
    ListChanged(failure: list.failure(kind: .incomplete, page: page, field, expected: expected, found: found, advice: Self.advice))
  }

  private static let advice = "the list changed while it was read, twice: run again later, or ask only for what no longer changes"
}
