/// Someone who is told how a run ended.
public struct NoticeHook: Sendable {
  public enum Occasion: String, Sendable, CaseIterable {
    /// Every end but exit code 0.
    case trouble
    case always
  }
  public enum Way: Sendable {
    case webhook(Webhook)
    case mail(MailServer)
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
  /// A server that takes mail: `smtps://` (TLS from the start) or `smtp://` (TLS by STARTTLS, and never without).
  public struct MailServer: Sendable {
    public let url: String
    public let from: String
    public let to: [String]
    public let user: String?
    public let password: SecretReference?
    /// PEM file; nil: the system's authorities.
    public let authorities: String?

    public init(url: String, from: String, to: [String], user: String? = nil, password: SecretReference? = nil, authorities: String? = nil) {
      self.url = url
      self.from = from
      self.to = to
      self.user = user
      self.password = password
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
