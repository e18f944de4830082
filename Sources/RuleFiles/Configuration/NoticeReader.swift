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
      return mail(reader, authorities).map { NoticeHook($0, on: on) }
    default: return nil
    }
  }

  private func mail(_ notice: MappingReader, _ authorities: String?) -> NoticeHook.Way? {
    let required = MailServerReader.required + ["to"]
    guard let reader = notice.mapping("mail", "mail", keys: MailServerReader.keys + ["to"], required: required) else { return nil }
    let to = reader.addresses("to")
    return MailServerReader(reader).read(authorities: authorities).map { .mail($0, to: to) }
  }
}
