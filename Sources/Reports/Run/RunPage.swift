import SettlementCore

/// Writes `run.html`: the night on one page, for people. One file without scripts, which loads nothing.
///
/// It shows what `run.json` says and nothing else, and it is a function of that and the language.
public enum RunPage {
  /// The whole file.
  public static func html(_ summary: RunSummary, language: PartnerSettings.Language) -> [UInt8] {
    let wording = Wording(language)
    let head: [Markup] = [
      .element("meta", [.init(name: "charset", value: "utf-8")], []),
      .element("meta", [.init(name: "http-equiv", value: "Content-Security-Policy"), .init(name: "content", value: policy)], []),
      .element(
        "meta", [.init(name: "name", value: "viewport"), .init(name: "content", value: "width=device-width, initial-scale=1")], []),
      .element("meta", [.init(name: "name", value: "color-scheme"), .init(name: "content", value: "light dark")], []),
      .tag("title", "", wording("清分日报 \(summary.run)", "Settlement run \(summary.run)")),
    ]
    let body = RunPageBody(summary, wording)
    var page = "<!DOCTYPE html>\n<html lang=\"\(language == .zh ? "zh-CN" : "en")\">\n<head>\n"
    for piece in head { piece.write(to: &page) }
    page += "<style>\(RunPageStyle.text)</style>\n</head>\n<body>\n<main>\n"
    for section in body.sections { section.write(to: &page) }
    page += "</main>\n</body>\n</html>\n"
    return Array(page.utf8)
  }

  /// Nothing is loaded or sent, and no script runs, whatever stands in the page.
  private static let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
}
