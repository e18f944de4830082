import SettlementCore
import Tables

/// How the pages of one list are read, when they come and again from the archive.
///
/// What is archived of a list is its pages as they came, each followed by LF.
public struct PagedList: Sendable {
  public let list: StoreList
  /// What the manifest and messages call the list.
  public let file: String
  let layout: RowLayout
  let total: JSONPointer?
  let zone: BusinessZone

  /// `zone` is that of times without offset. Throws ``SourceFailure`` when the list holds a text that is no JSON pointer.
  public init(_ list: StoreList, file: String, zone: BusinessZone) throws(SourceFailure) {
    self.list = list
    self.file = file
    self.zone = zone
    layout = try RowLayout(list)
    total = if let text = list.total { try RowLayout.pointer(text, "total", list.feed) } else { nil }
  }

  /// The rows of archived pages, the same as when they came. Throws ``SourceFailure`` when they are no such pages.
  public func render(archived bytes: consuming [UInt8]) throws(SourceFailure) -> RenderedPages {
    var renderer = self.renderer()
    do {
      var reader = try JSONReader(bytes: bytes, file: "\(list.feed.rawValue) pages")
      var page = JSONDocument()
      while try reader.next(into: &page) { renderer.take(page, rowsAt: try rows(of: page, page: renderer.places.pages + 1)) }
    } catch let error as JSONError {
      throw SourceFailure(error, source: list.feed.rawValue)
    } catch let failure as SourceFailure {
      throw failure
    } catch {
      preconditionFailure("reading throws nothing else")
    }
    return try renderer.finish()
  }

  func renderer() -> PageRenderer { PageRenderer(layout, watermark: list.watermark, file: file, zone: zone) }

  /// The place of a page's array of rows.
  func rows(of page: JSONDocument, page number: Int) throws(SourceFailure) -> Int {
    let place = page.find(layout.rows)
    if let place, page.kind(place) == .array { return place }
    throw failure(
      page: number, "rows", expected: "an array \(Self.at(list.rows))", found: place.map { page.kind($0).words } ?? "nothing",
      advice: "correct rows in the configuration, or ask the owner of the interface what the answer means")
  }

  /// The announced number of rows, if the list announces one.
  func total(of page: JSONDocument, page number: Int) throws(SourceFailure) -> Int? {
    guard let total else { return nil }
    let place = page.find(total)
    if let place, page.kind(place) == .number || page.kind(place) == .string, let text = page.text(place), let count = Int(text), count >= 0
    {
      return count
    }
    throw failure(
      page: number, "total", expected: "a whole number \(Self.at(total.description))",
      found: place.map { page.kind($0).words } ?? "nothing",
      advice: "correct total in the configuration, or take it out")
  }

  func failure(
    kind: SourceFailure.Kind = .malformed, page: Int, _ field: String, expected: String, found: String, advice: String
  ) -> SourceFailure {
    SourceFailure(
      kind: kind, source: list.feed.rawValue, file: PagePlaces.name(list.feed, page: page), field: field, expected: expected, found: found,
      advice: advice)
  }

  /// Where a pointer leads, in words.
  static func at(_ pointer: String) -> String { pointer.isEmpty ? "as the whole answer" : "at \(pointer)" }
}

extension SourceFailure {
  /// An answer that is no JSON. It is not quoted but for one character or a member's name.
  init(_ error: JSONError, source: String) {
    self.init(
      kind: .malformed, source: source, file: error.file, line: error.line, field: "byte \(error.offset)", expected: error.expected,
      found: error.found,
      advice: error.offset == 0
        ? "the answer must be JSON: check the address and the login" : "the answer is damaged: run again, or ask the owner of the interface"
    )
  }
}
