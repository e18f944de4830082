/// Someone who is told how a run ended.
public struct NoticeHook: Sendable {
  public enum Occasion: String, Sendable, CaseIterable {
    /// Every end but exit code 0.
    case trouble
    case always
  }
  public enum Way: Sendable {
    case webhook(Webhook)
    case mail(MailServer, to: [String])
  }
  /// An HTTPS address that takes a POST. It is a secret as a whole: who knows it can write there.
  public struct Webhook: Sendable {
    /// What the receiver understands.
    public enum Style: String, Sendable, CaseIterable {
      /// The ending as it is: run, days, exit code, counts.
      case json
      /// WeCom and DingTalk robots: a text of at most 2,048 bytes.
      case wecom
      /// Feishu robots.
      case feishu
    }
    public let url: SecretReference
    public let style: Style
    /// PEM file; nil: the system's authorities.
    public let authorities: String?

    public init(url: SecretReference, style: Style = .json, authorities: String? = nil) {
      self.url = url
      self.style = style
      self.authorities = authorities
    }
  }
  public let way: Way
  public let on: Occasion

  public init(_ way: Way, on: Occasion = .trouble) {
    self.way = way
    self.on = on
  }
}
