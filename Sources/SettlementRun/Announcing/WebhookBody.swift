import Foundation
import SettlementCore

/// The body of a webhook's POST, as its receiver understands it, and what its answer says.
enum WebhookBody {
  private struct Day: Encodable {
    let day: String
    let run: String?
    let exit: Int32
    let orders, redemptions, refunds, postingGroups, rejectedRows: Int64?
    let open: [String: Int64]
    let problems: [String]
  }
  private struct Report: Encodable {
    let subject: String
    let exit: Int32
    let failure: String?
    let days: [Day]
  }

  static func bytes(_ ending: RunEnding, _ words: NoticeText, _ style: NoticeHook.Webhook.Style) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data =
      switch style {
      case .json: try encoder.encode(report(ending, words))
      case .wecom:
        try encoder.encode(["msgtype": .text("text"), "text": .fields(["content": cut(words.text, bytes: 2048)])] as [String: Field])
      case .feishu:
        try encoder.encode(["msg_type": .text("text"), "content": .fields(["text": cut(words.text, bytes: 20_000)])] as [String: Field])
      }
    return Array(data)
  }

  /// Nil when the receiver took it; robots answer 200 to what they refuse, and name a code.
  static func refusal(_ answer: [UInt8]) -> String? {
    guard let fields = try? JSONSerialization.jsonObject(with: Data(answer)) as? [String: Any],
      let code = fields["errcode"] as? Int ?? fields["code"] as? Int, code != 0
    else { return nil }
    return "the receiver refused it with code \(code)"
  }

  private static func report(_ ending: RunEnding, _ words: NoticeText) -> Report {
    let days = ending.results.map { result in
      let open = (result.summary?.discrepancies ?? []).filter { $0.state == "open" }
      return Day(
        day: "\(result.day)", run: result.run, exit: result.exit.rawValue, orders: result.summary?.orders,
        redemptions: result.summary?.redemptions, refunds: result.summary?.refunds, postingGroups: result.summary?.groups,
        rejectedRows: result.summary?.rejected, open: Dictionary(open.map { ($0.kind, $0.count) }) { $0 + $1 }, problems: result.problems)
    }
    return Report(subject: words.subject, exit: ending.code, failure: ending.failure, days: days)
  }

  private enum Field: Encodable {
    case text(String)
    case fields([String: String])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .fields(let fields): try container.encode(fields)
      }
    }
  }

  /// The text, or as much of it as fits, cut between characters.
  static func cut(_ text: String, bytes: Int) -> String {
    if text.utf8.count <= bytes { return text }
    var kept = ""
    var size = 3  // the ellipsis
    for character in text {
      size += character.utf8.count
      if size > bytes { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
