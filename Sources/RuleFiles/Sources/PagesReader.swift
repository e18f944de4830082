import SettlementCore

/// Reads `pages:` of a REST store's feed. Default: `first: 1`.
struct PagesReader {
  private enum By: String, CaseIterable {
    case cursor, offset, page, link

    var required: [String] {
      switch self {
      case .cursor: ["parameter", "next"]
      case .offset: ["parameter", "size"]
      case .page: ["parameter"]
      case .link: []
      }
    }

    var optional: [String] {
      switch self {
      case .cursor: []
      case .offset: ["size-parameter"]
      case .page: ["first"]
      case .link: ["next"]
      }
    }
  }
  private static let keys = ["parameter", "next", "size", "size-parameter", "first"]

  private let reader: MappingReader

  /// Nil when there is one page.
  init?(_ list: MappingReader) {
    guard let reader = list.mapping("pages", "pages", keys: ["by"] + Self.keys, required: ["by"]) else { return nil }
    self.reader = reader
  }

  func read() -> StoreList.Pages? {
    guard let by = reader.choice("by", By.self) else { return nil }
    reader.demand(by.required, "for pages by \(by.rawValue)")
    let others = Self.keys.filter { !by.required.contains($0) && !by.optional.contains($0) }
    reader.forbid(others, "for pages by \(by.rawValue)")
    let parameter = reader.parameter("parameter")
    let next = reader.pointer("next")
    switch by {
    case .cursor:
      guard let parameter, let next else { return nil }
      return .cursor(parameter: parameter, next: next)
    case .offset:
      let size = reader.number("size", 1...1_000_000)
      let sizeParameter = reader.parameter("size-parameter")
      guard let parameter, let size else { return nil }
      return .offset(parameter: parameter, size: Int(size), sizeParameter: sizeParameter)
    case .page:
      let first = reader.number("first", 0...1_000_000) ?? 1
      return parameter.map { .page(parameter: $0, first: Int(first)) }
    case .link: return next.map { .link(next: $0) } ?? .linkHeader
    }
  }
}
