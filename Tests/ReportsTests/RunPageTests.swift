import Foundation
import Reports
import SettlementCore
import Testing

/// `run.html`: well formed whatever stands in it, nothing that is not in `run.json`, the same bytes each time.
@Suite struct RunPageTests {
  /// A believable night with everything on it.
  static func summary(hostile: String = "", discrepancies: [Discrepancy] = DiscrepanciesFile.sample) throws -> RunSummary {
    let cny = SampleDraft.cny
    var counts = RunSummary.Counts()
    (counts.orders, counts.redemptions, counts.refunds, counts.groups, counts.lines, counts.waiting) = (
      1_204, 2_880, 31, 4_100, 12_345, 3
    )
    var summary = RunSummary(
      run: "2026-03-31-001", businessDay: CalendarDay("2026-03-31")!, zone: "Asia/Shanghai",
      sources: [
        .init(
          name: "orders", file: "store/2026-03-31/orders.csv\(hostile)", state: .read, bytes: 81_234, rows: 1_204, rejected: 2,
          sha256: "ab12"),
        .init(name: "eleme", file: "statements/eleme.csv", state: .missing, detail: "expected a file, found none\(hostile)"),
      ],
      rules: [.init(agreement: "TEA\(hostile)", effective: CalendarDay("2026-01-01")!, digest: "cd34")], counts: counts,
      discrepancies: [.init(kind: .amount, state: .open, count: 2), .init(kind: .missingAtPartner, state: .inTransit, count: 1)],
      outputs: [
        .init(path: "statements/eleme/eleme-2026-03-draft.xlsx", bytes: 9, sha256: "ef"),
        .init(path: "statements/platform/platform-2026-03-draft.xlsx", bytes: 8, sha256: "fe"),
      ], exitCode: 3)
    summary.money = [
      try .init(currency: cny, group: "custody", moves: [(kind: .order, amount: 1_234_567)], closing: 2_234_567),
      try .init(
        currency: cny, group: "held", moves: [(kind: .order, amount: -1_234_567), (kind: .earn, amount: 5_000)], closing: -2_229_567),
      try .init(currency: cny, group: "payable", moves: [(kind: .earn, amount: -5_000)], closing: -5_000),
    ]
    summary.partners = [
      .init(
        partner: "eleme", title: "饿了么\(hostile)", isReconciled: true,
        accounts: [try .init(currency: cny, held: 2_229_567, change: 5_000, closing: 5_000)], open: 2, inTransit: 1)
    ]
    summary.risks = [
      .init(kind: .overRedeemed, about: "eleme\(hostile)", count: 3, limit: 0),
      .init(kind: .burst, about: "douyin", count: 310, total: 900, percent: Rate(1, over: 5)!, limit: 100, within: "10m", from: "20:10"),
      .init(kind: .refundAfterRedemption, about: "douyin", count: 12, total: 31, percent: Rate(1, over: 3)!, limit: 5, within: "24h"),
      .init(kind: .shareCap, about: "wechat-mini", count: 7, total: 80, percent: Rate(3, over: 10)!, limit: 50),
      .init(kind: .growth, about: "eleme", count: 8, total: 2, percent: Rate(1, over: 2)!, limit: 5, within: "7d"),
    ]
    summary.trend = [
      .init(day: CalendarDay("2026-03-30")!, orders: 900, paid: [.init(currency: cny, amount: 1_000_000)], open: 0, inTransit: 0),
      .init(day: CalendarDay("2026-03-31")!, orders: 1_204, paid: [.init(currency: cny, amount: 1_234_567)], open: 2, inTransit: 1),
    ]
    summary.take(discrepancies)
    return summary
  }

  /// Characters that break pages: quotes with a combining mark behind them too, which are other characters than quotes alone.
  static let hostile =
    "\"'<script>alert(1)</script>&amp;<!--\u{0}\u{8}\u{1B}\u{FFFE}\u{202E}\u{2066}😀\"\u{301} onclick=\u{22}x\u{301}]]>\r\n=cmd|' /C calc'!A0"

  @Test(arguments: PartnerSettings.Language.allCases)
  func goldenText(language: PartnerSettings.Language) throws {
    let page = RunPage.html(try Self.summary(), language: language)
    #expect(page == RunPage.html(try Self.summary(), language: language))
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/run-\(language).html")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(page).write(to: golden)
      Issue.record("recorded \(golden.path): look at it, then run again without RECORD_GOLDEN")
    } else {
      #expect(try Data(page) == Data(contentsOf: golden), "the page changed; record it with RECORD_GOLDEN=1 if that was meant")
    }
  }

  @Test(arguments: PartnerSettings.Language.allCases)
  func showsOnlyWhatTheManifestSays(language: PartnerSettings.Language) throws {
    let summary = try Self.summary()
    #expect(try PageReader.read(RunPage.html(summary, language: language), summary.json).strangers == [])
  }

  /// The reader that the other tests rest on finds a figure that the manifest does not have.
  @Test func aStrangeFigureIsFound() throws {
    var summary = try Self.summary()
    let page = RunPage.html(summary, language: .zh)
    summary.partners![0].accounts[0].held = "50.01"
    #expect(try PageReader.read(page, summary.json).strangers == ["22295.67"])
  }

  @Test func readsInTheOrderOfTheVerdict() throws {
    let page = String(decoding: RunPage.html(try Self.summary(), language: .zh), as: UTF8.self)
    let order = [
      "有 1 个数据源缺失或不完整", "2026-03-31-001</dd>", "数据来源", "资金表", "差异：类型与账龄", "差额最大的", "风险提示", "合作方</h2>", "近 2 个业务日", "下一步", "规则版本</h2>",
    ]
    let places = order.map { page.range(of: $0)?.lowerBound }
    #expect(!places.contains(nil))
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    for fact in [
      "<span class=\"sign\" aria-hidden=\"true\">✗</span>", "href=\"./statements/eleme/eleme-2026-03-draft.xlsx\"",
      "href=\"./statements/platform/platform-2026-03-draft.xlsx\"", "22,345.67",
      "金额不符 <span>3</span> 笔：对照协议单价与阶梯", "eleme：文件未到，催收后重跑本日", "href=\"./rejects.csv\"", "@media (prefers-color-scheme:dark)", "size:A4",
    ] { #expect(page.contains(fact), "expected \(fact)") }
  }

  @Test func theVerdictIsInWordsWithASign() throws {
    for (code, sign, words) in [(0, "✓", "全部一致"), (2, "!", "已完成，有 2 笔差异待处理"), (3, "✗", "有 1 个数据源缺失或不完整")] {
      var summary = try Self.summary()
      summary.exitCode = code
      let page = String(decoding: RunPage.html(summary, language: .zh), as: UTF8.self)
      #expect(page.contains(">\(sign)</span><strong>\(words)</strong>"))
    }
  }

  @Test func hostileTextStaysText() throws {
    let finding = SampleDraft.finding(
      .amount, "redeemed:\(Self.hostile)", order: String(repeating: "长", count: 40_000), ours: 1, theirs: 2, partner: Self.hostile)
    for language in PartnerSettings.Language.allCases {
      let summary = try Self.summary(hostile: Self.hostile, discrepancies: [finding])
      let page = RunPage.html(summary, language: language)
      let clean = try PageReader.read(RunPage.html(try Self.summary(discrepancies: [finding]), language: language), summary.json)
      let seen = try PageReader.read(page, summary.json)
      #expect(seen.elements == clean.elements, "hostile text makes no element")
      #expect(seen.attributes == clean.attributes, "and no attribute")
      #expect(page.count < 60_000, "long text is cut")
    }
  }

  @Test func loadsNothing() throws {
    let page = String(decoding: RunPage.html(try Self.summary(hostile: Self.hostile), language: .zh), as: UTF8.self).lowercased()
    for word in ["<script", "http:", "https:", "src=", "url(", "@import", "<link", "<iframe", "<object", "href=\"/", "javascript"] {
      #expect(!page.contains(word), "found \(word)")
    }
    #expect(page.contains("content-security-policy") && page.contains("default-src &#39;none&#39;"))
  }

  /// A manifest of an earlier version has none of the new parts.
  @Test func anOldManifestStillMakesAPage() throws {
    let page = RunPage.html(RunSummaryTests.summary, language: .en)
    #expect(try PageReader.read(page, RunSummaryTests.summary.json).elements.contains("main"))
  }

  @Test func anEmptyNightSaysSo() throws {
    var summary = try Self.summary(discrepancies: [])
    (summary.sources, summary.discrepancies, summary.exitCode) = ([], [], 0)
    let page = String(decoding: RunPage.html(summary, language: .zh), as: UTF8.self)
    #expect(page.contains("没有差异。") && page.contains("今天没有要处理的事。") && page.contains("没有在途项目"))
  }
}

extension DiscrepanciesFile {
  /// Of several kinds, states, ages and currencies.
  static var sample: [Discrepancy] { DiscrepanciesFileTests.list + SampleDraft.discrepancies }
}

/// What Python's XML and HTML readers see of a page.
struct PageReader: Decodable {
  /// Names of elements and of their attributes, sorted, each as often as it stands there.
  let elements: [String]
  let attributes: [String]
  /// Figures that the manifest does not have.
  let strangers: [String]

  static func read(_ page: [UInt8], _ manifest: [UInt8]) throws -> PageReader {
    let workshop = Workshop()
    try Data(page).write(to: URL(fileURLWithPath: workshop.path("run.html")))
    try Data(manifest).write(to: URL(fileURLWithPath: workshop.path("run.json")))
    let printed = try workshop.python(script, "run.html", "run.json").joined()
    return try JSONDecoder().decode(PageReader.self, from: Data(printed.utf8))
  }

  /// A figure is the whole text of an element in a cell of numbers, a tile or a list; a sum row of zeros stands for no member.
  private static let script = #"""
    import sys, json, re, xml.etree.ElementTree as tree, html.parser
    text = open(sys.argv[1], encoding="utf-8", newline="").read()
    root = tree.fromstring(text)
    class Seen(html.parser.HTMLParser):
        def __init__(self):
            super().__init__(); self.elements = []; self.attributes = []
        def handle_starttag(self, tag, attrs):
            self.elements.append(tag); self.attributes += [f"{tag} {name}" for name, _ in attrs]
    seen = Seen(); seen.feed(text); seen.close()
    assert sorted(seen.elements) == sorted(element.tag.lower() for element in root.iter()), "two readers see two pages"
    known = set()
    def walk(value):
        if isinstance(value, dict): [walk(each) for each in value.values()]
        elif isinstance(value, list): [walk(each) for each in value]
        elif not isinstance(value, bool): known.add(str(value))
    manifest = json.load(open(sys.argv[2], encoding="utf-8")); walk(manifest)
    for state in ("open", "in-transit"):
        known.add(str(sum(row["count"] for row in manifest["discrepancies"] if row["state"] == state)))
    known.add(str(0))
    strangers = []
    for element in root.iter("span"):
        figure = (element.text or "").replace(",", "")
        if len(element) or not re.fullmatch(r"-?\d+(\.\d+)?", figure): continue
        if figure not in known and set(figure) - set("0."): strangers.append(figure)
    for element in root.iter("title"):
        figure = (element.text or "").split(": ")[-1].replace(",", "")
        if re.fullmatch(r"-?\d+(\.\d+)?", figure) and figure not in known: strangers.append(figure)
    print(json.dumps({"elements": sorted(seen.elements), "attributes": sorted(seen.attributes), "strangers": strangers}))
    """#
}
