import SettlementCore

/// Reads `notify:` of the configuration: who is told how a run ended.
///
/// Defaults: `on: trouble`, `style: json`, the system's authorities, no user.
struct NoticeReader {
  private let folder: String
  private let problems: FileProblems

  init(in folder: String, _ problems: FileProblems) {
    self.folder = folder
    self.problems = problems
  }

  func read(_ values: [RuleValue]) -> [NoticeHook] { values.compactMap(hook) }

  private func hook(_ value: RuleValue) -> NoticeHook? {
    let keys = ["webhook", "style", "mail", "ca", "on"]
    guard let reader = MappingReader(value, "a notice", keys: keys, isSecret: true, problems) else { return nil }
    let on = reader.choice("on", NoticeHook.Occasion.self) ?? .trouble
    let authorities = reader.path("ca", in: folder)
    switch reader.one(of: ["webhook", "mail"]) {
    case "webhook":
      let style = reader.choice("style", NoticeHook.Webhook.Style.self) ?? .json
      return reader.secret("webhook").map { NoticeHook(.webhook(.init(url: $0, style: style, authorities: authorities)), on: on) }
    case "mail":
      reader.forbid(["style"], "beside mail")
      return mail(reader, authorities).map { NoticeHook(.mail($0), on: on) }
    default: return nil
    }
  }

  private func mail(_ notice: MappingReader, _ authorities: String?) -> NoticeHook.MailServer? {
    let required = ["server", "from", "to"]
    guard let reader = notice.mapping("mail", "mail", keys: required + ["user", "password"], required: required) else { return nil }
    let from = address(reader)
    let to = reader.texts("to", of: "addresses") ?? []
    for text in to where !Self.isAddress(text) { reader.refuse("to", expected: "addresses such as finance@shop.example", advice: "mend \(text)") }
    let user = reader.text("user")
    let password = reader.secret("password")
    if user != nil { reader.demand(["password"], "beside user") }
    if password != nil { reader.demand(["user"], "beside password") }
    guard let text = reader.text("server"),
      reader.url("server", text, schemes: ["smtps", "smtp"], example: "smtps://smtp.shop.example:465") != nil, let from
    else { return nil }
    return .init(url: text, from: from, to: to, user: user, password: password, authorities: authorities)
  }

  private func address(_ reader: MappingReader) -> String? {
    guard let from = reader.text("from") else { return nil }
    if Self.isAddress(from) { return from }
    reader.refuse("from", expected: "an address such as qingfen@shop.example", advice: "write one")
    return nil
  }

  private static func isAddress(_ text: String) -> Bool { text.wholeMatch(of: /[!-;=?A-~]+@[A-Za-z0-9.-]+/) != nil }
}
