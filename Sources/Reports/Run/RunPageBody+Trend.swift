import SettlementCore

extension RunPageBody {
  /// Bars of the last business days, one chart per measure, and the figures behind them.
  var trend: Markup? {
    guard let days = summary.trend, !days.isEmpty else { return nil }
    var charts = [BarChart(wording("订单", "Orders"), days.map { .init(day: $0.day, value: Int128($0.orders), text: String($0.orders)) })]
    let currencies = Set(days.flatMap { $0.paid.map(\.currency) }).sorted()
    for code in currencies {
      let bars = days.map { day in
        let paid = day.paid.first { $0.currency == code }?.amount
        return BarChart.Bar(day: day.day, value: paid.map { Self.digits($0) } ?? 0, text: paid ?? "")
      }
      charts.append(BarChart(wording("实收 \(code)", "Paid \(code)"), bars))
    }
    charts.append(
      BarChart(wording("待处理差异", "Open discrepancies"), days.map { .init(day: $0.day, value: Int128($0.open), text: String($0.open)) }))
    var table = PageTable(
      [column("业务日", "Day"), column("订单", "Orders", isNumber: true)]
        + currencies.map { PageTable.Column(head: wording("实收 \($0)", "Paid \($0)"), isNumber: true) }
        + [column("待处理", "Open", isNumber: true), column("在途", "In transit", isNumber: true)])
    for day in days.reversed() {
      table.add(
        [.text(day.day), .number(day.orders)] + currencies.map { code in .number(day.paid.first { $0.currency == code }?.amount ?? "") }
          + [.number(day.open), .number(day.inTransit)])
    }
    let figures = Markup.tag("details", "", [.tag("summary", "", wording("各日数字", "The figures")), table.markup])
    return section(
      wording("近 \(days.count) 个业务日", "The last \(days.count) business day\(days.count == 1 ? "" : "s")"),
      [.tag("div", "charts", charts.map(\.markup)), figures])
  }

  /// An amount without its point: bars of one currency compare.
  private static func digits(_ decimal: String) -> Int128 { Int128(decimal.filter { $0 != "." }) ?? 0 }
}

/// A small bar chart as inline SVG, in whole units of a fixed raster.
struct BarChart {
  struct Bar {
    let day: String
    let value: Int128
    /// As it is shown.
    let text: String
  }
  private static let (width, height, left, bottom): (Int, Int, Int, Int) = (320, 96, 4, 16)
  private let title: String
  private let bars: [Bar]

  init(_ title: String, _ bars: [Bar]) { (self.title, self.bars) = (title, bars) }

  var markup: Markup {
    let top = bars.map(\.value).max() ?? 0
    let step = (Self.width - 2 * Self.left) / max(bars.count, 12)
    let room = Self.height - Self.bottom
    var pieces: [Markup] = [line(Self.left, room, Self.width - Self.left)]
    for (place, bar) in bars.enumerated() {
      // A value that is not zero shows, however small it is beside the largest.
      let height = top > 0 && bar.value > 0 ? max(2, Int(Int128(room - 8) * bar.value / top)) : 0
      let hint = Markup.tag("title", "", "\(bar.day): \(bar.text.isEmpty ? "–" : Markup.grouped(bar.text))")
      pieces.append(
        .element(
          "rect", Self.numbers([("x", Self.left + place * step + 2), ("y", room - height), ("width", step - 3), ("height", height)]),
          [hint]))
    }
    for place in Set([0, bars.count / 2, bars.count - 1]).sorted() where bars.count > 4 || place == 0 {
      let x = Self.left + place * step + step / 2
      pieces.append(
        .element(
          "text", Self.numbers([("x", max(x, 18)), ("y", Self.height - 4)]) + [.init(name: "text-anchor", value: "middle")],
          [.text(String(bars[place].day.dropFirst(5)))]))
    }
    let shown = bars.last.map { $0.text.isEmpty ? "–" : Markup.grouped($0.text) } ?? "–"
    let svg = Markup.element(
      "svg",
      [
        .init(name: "viewBox", value: "0 0 \(Self.width) \(Self.height)"), .init(name: "role", value: "img"),
        .init(name: "aria-label", value: title),
      ],
      pieces)
    return .tag("figure", "", [.tag("figcaption", "", [.text(title + " "), .tag("strong", "", shown)]), svg])
  }

  private func line(_ x: Int, _ y: Int, _ end: Int) -> Markup {
    .element("line", Self.numbers([("x1", x), ("y1", y), ("x2", end), ("y2", y)]), [])
  }

  private static func numbers(_ values: [(StaticString, Int)]) -> [Markup.Attribute] {
    values.map { Markup.Attribute(name: $0.0, value: String($0.1)) }
  }
}
