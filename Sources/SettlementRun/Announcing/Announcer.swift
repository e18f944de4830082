import Faults
import Feeds
import Foundation
import RuleFiles
import SettlementCore
import Transfer

/// Tells the world how a run ended: a file of figures, webhooks, mails. Nothing here can fail the run.
public struct Announcer: Sendable {
  private let configuration: Configuration
  private let secrets: Secrets

  public init(_ configuration: Configuration) { self.init(configuration, Secrets()) }

  init(_ configuration: Configuration, _ secrets: Secrets) { (self.configuration, self.secrets) = (configuration, secrets) }

  /// Returns what could not be told, and why.
  public func announce(_ ending: RunEnding) -> [String] {
    let words = NoticeText(ending, configuration.language)
    let due = configuration.notices.filter { $0.on == .always || ending.code != ExitCode.allMatched.rawValue }
    return [writeMetrics(ending)].compactMap { $0 } + due.compactMap { tell($0, ending, words) }
  }

  /// The file appears whole or stays as it was; everybody may read it, for the collector is another user.
  private func writeMetrics(_ ending: RunEnding) -> String? {
    guard let path = configuration.metrics else { return nil }
    do {
      try Effect.at(.notice, path)
      try Data(MetricsText.text(ending).utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      return nil
    } catch {
      return "metrics: \(path) could not be written: its folder must be there and writable"
    }
  }

  private func tell(_ hook: NoticeHook, _ ending: RunEnding, _ words: NoticeText) -> String? {
    do {
      switch hook.way {
      case .webhook(let webhook): return try post(webhook, ending, words)
      case .mail(let server, let to): try send(server, to, ending, words)
      }
      return nil
    } catch {
      return "notify: \(error)"
    }
  }

  private func post(_ webhook: NoticeHook.Webhook, _ ending: RunEnding, _ words: NoticeText) throws -> String? {
    let request = FileRequest(
      url: try secrets.value(of: webhook.url, for: "notify"), shownAs: "the webhook of \(webhook.url)", method: .post,
      body: try WebhookBody.bytes(ending, words, webhook.style), headers: [("Content-Type", "application/json")],
      trust: Trust(authorityFile: webhook.authorities), limits: TransferLimits(maximumBytes: 1 << 16, deadline: .seconds(30)),
      retry: RetryPolicy(attempts: 3), proof: Proof(isRequired: false))
    let answer = try TransferSession().fetch(request).bytes
    return WebhookBody.refusal(answer).map { "notify: the webhook of \(webhook.url): \($0)" }
  }

  private func send(_ server: MailServer, _ to: [String], _ ending: RunEnding, _ words: NoticeText) throws {
    let message = MailText.message(
      from: server.from, to: to, subject: words.subject, text: words.text + "\n", date: MailSending.date(ending.ended),
      id: "\(UUID().uuidString.lowercased())@qingfen")
    try MailSending.send(message, to: to, by: server, secrets, for: "notify")
  }
}
