import Reports
import SettlementCore

/// What is said about the input bytes behind a record; remembers whether some could not be shown.
struct InputWords {
  let say: Wording
  /// False once an input was asked for that the archive does not hold as it was stored.
  private(set) var isWhole = true

  init(_ say: Wording) { self.say = say }

  /// Names and values, for a table of facts.
  mutating func facts(_ answer: InputAnswer) -> [(name: String, value: String)] {
    switch answer {
    case .found(let place):
      let run = say("批次 \(place.run) 读取", "read by run \(place.run)")
      var facts = [
        (say("输入文件", "input"), "\(place.file):\(place.line)" + say("（\(run)）", " (\(run))")), ("SHA-256", place.sha256),
      ]
      if let stored = place.stored {
        facts.append((say("存档", "archived as"), say("\(stored)（卡密与买家已替换）", "\(stored) (its card codes and buyers replaced)")))
      }
      return facts
    case .absent: return [(say("输入文件", "input"), say("读取的文件中没有此行", "what was read holds no such row"))]
    case .lost(let why):
      isWhole = false
      return [(say("输入文件", "input"), say("无法从存档出示：\(why)", "cannot be shown from the archive: \(why)"))]
    }
  }
}

/// A page of text, and whether every input that it names could be shown.
public struct Explanation: Sendable {
  public let text: String
  /// False: the archive lacks an input or holds something else; the page says which.
  public let isWhole: Bool

  init(_ lines: [String], _ inputs: InputWords) {
    text = lines.joined(separator: "\n") + "\n"
    isWhole = inputs.isWhole
  }
}
