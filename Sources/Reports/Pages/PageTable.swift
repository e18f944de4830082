/// A table that becomes a list of cards on a narrow screen: every cell carries the head of its column.
struct PageTable {
  struct Column {
    let head: String
    var isNumber = false
  }
  private let columns: [Column]
  private let cssClass: String
  private var rows: [Markup] = []
  private(set) var count = 0

  init(_ columns: [Column], _ cssClass: String = "") {
    self.columns = columns
    self.cssClass = cssClass
  }

  /// Adds a row, cell by cell.
  mutating func add(_ cells: [Markup], _ cssClass: String = "") {
    count += 1
    let pieces = zip(columns, cells).enumerated().map { place, pair in
      let label = Markup.Attribute(name: "data-label", value: pair.0.head)
      return place == 0
        ? Markup.element("th", [.init(name: "scope", value: "row"), label], [pair.1])
        : .element("td", Self.look(pair.0) + [label], [pair.1])
    }
    rows.append(.tag("tr", cssClass, pieces))
  }

  private static func look(_ column: Column) -> [Markup.Attribute] { column.isNumber ? [.init(name: "class", value: "n")] : [] }

  var markup: Markup {
    let heads = columns.map { column in
      Markup.element("th", [.init(name: "scope", value: "col")] + Self.look(column), [.text(column.head)])
    }
    return .tag("div", "scroll", [.tag("table", cssClass, [.tag("thead", "", [.tag("tr", "", heads)]), .tag("tbody", "", rows)])])
  }
}

extension Markup {
  /// A decimal amount or a whole number as it stands in `run.json`, with commas; what is below zero stands out.
  static func number(_ decimal: String) -> Markup {
    if decimal.isEmpty { return .tag("span", "none", "–") }
    let isNegative = decimal.hasPrefix("-")
    let isZero = decimal.allSatisfy { "0.-".contains($0) }
    return .tag("span", isNegative ? "neg" : isZero ? "zero" : "", grouped(decimal))
  }

  static func number(_ count: Int64) -> Markup { number(String(count)) }

  /// `-1234567.80` as `-1,234,567.80`.
  static func grouped(_ decimal: String) -> String {
    let sign = decimal.hasPrefix("-") ? "-" : ""
    let parts = decimal.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
    guard let whole = parts.first else { return decimal }
    var grouped = ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return sign + grouped + (parts.count > 1 ? "." + parts[1] : "")
  }
}
