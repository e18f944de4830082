import Foundation
import SettlementCore

@testable import RuleFiles

/// The sample shop's rules, which stand in the repository.
let sampleRules = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("rules").path

/// Reads an agreement from text. Throws every problem.
func agreement(_ text: String) throws -> Agreement {
  let list = ProblemList()
  let problems = list.file("agreement.yaml")
  let read = YAMLDocument.read(text, problems).flatMap { AgreementFile($0, problems) }
  try list.throwIfAny()
  return read!.agreement!
}

/// The document of a text that is known to be in order.
func document(_ text: String) -> RuleValue {
  YAMLDocument.read(text, ProblemList().file("document.yaml"))!
}

/// The texts of the sample agreements, by file name.
func sampleAgreements() throws -> [(name: String, text: String)] {
  try FileManager.default.contentsOfDirectory(atPath: "\(sampleRules)/agreements").filter { $0.hasSuffix(".yaml") }.sorted().map {
    ($0, try String(contentsOfFile: "\(sampleRules)/agreements/\($0)", encoding: .utf8))
  }
}

/// Writes a value as YAML again, spelled otherwise: keys in another order, block or flow, comments, blank lines, quotes around plain texts.
struct Respelling<Random: RandomNumberGenerator> {
  var random: Random

  mutating func text(of value: RuleValue) -> String { block(value, indent: 0) }

  private mutating func block(_ value: RuleValue, indent: Int) -> String {
    let blanks = String(repeating: " ", count: indent)
    switch value.kind {
    case .text: return blanks + scalar(value) + "\n"
    case .list(let list):
      return list.map { member in
        comment(blanks) + (chance(2) ? "\(blanks)- \(flow(member))\n" : "\(blanks)-\n" + block(member, indent: indent + 2))
      }.joined()
    case .mapping(let entries):
      return entries.shuffled(using: &random).map { entry in
        let inline = chance(3) || { if case .text = entry.value.kind { true } else { false } }()
        return comment(blanks)
          + (inline
            ? "\(blanks)\(entry.key):  \(flow(entry.value))  # \(entry.key)\n"
            : "\(blanks)\(entry.key):\n" + block(entry.value, indent: indent + 2))
      }.joined()
    }
  }

  private mutating func flow(_ value: RuleValue) -> String {
    switch value.kind {
    case .text: return scalar(value)
    case .list(let list): return "[" + list.map { flow($0) }.joined(separator: ", ") + "]"
    case .mapping(let entries):
      return "{" + entries.shuffled(using: &random).map { "\($0.key): \(flow($0.value))" }.joined(separator: " , ") + "}"
    }
  }

  private mutating func scalar(_ value: RuleValue) -> String {
    guard case .text(let text, let isQuoted) = value.kind else { return "" }
    guard isQuoted || chance(2) else { return text }
    return chance(2) && !text.contains("'") ? "'\(text)'" : "\"\(text)\""
  }

  private mutating func comment(_ blanks: String) -> String { chance(4) ? "\n\(blanks)# & *a !comment {\n" : "" }
  private mutating func chance(_ sides: Int) -> Bool { Int.random(in: 0..<sides, using: &random) == 0 }
}

extension RuleValue {
  /// The paths to every text inside, with the key that holds it.
  func leaves(_ path: [Int] = [], key: String = "") -> [(path: [Int], key: String, text: String)] {
    switch kind {
    case .text(let text, _): [(path, key, text)]
    case .list(let list): list.enumerated().flatMap { $1.leaves(path + [$0], key: key) }
    case .mapping(let entries): entries.enumerated().flatMap { $1.value.leaves(path + [$0], key: $1.key) }
    }
  }

  /// The value with another text at a path.
  func replacing(_ path: ArraySlice<Int>, by text: String) -> RuleValue {
    guard let first = path.first else {
      guard case .text(_, let isQuoted) = kind else { return self }
      return RuleValue(kind: .text(text, isQuoted: isQuoted), position: position)
    }
    switch kind {
    case .text: return self
    case .list(var list):
      list[first] = list[first].replacing(path.dropFirst(), by: text)
      return RuleValue(kind: .list(list), position: position)
    case .mapping(var entries):
      let entry = entries[first]
      entries[first] = RuleEntry(key: entry.key, position: entry.position, value: entry.value.replacing(path.dropFirst(), by: text))
      return RuleValue(kind: .mapping(entries), position: position)
    }
  }

  /// The value without its member or key at a path.
  func removing(_ path: ArraySlice<Int>) -> RuleValue {
    guard let first = path.first else { return self }
    switch kind {
    case .text: return self
    case .list(var list):
      if path.count == 1 { list.remove(at: first) } else { list[first] = list[first].removing(path.dropFirst()) }
      return RuleValue(kind: .list(list), position: position)
    case .mapping(var entries):
      if path.count == 1 {
        entries.remove(at: first)
      } else {
        let entry = entries[first]
        entries[first] = RuleEntry(key: entry.key, position: entry.position, value: entry.value.removing(path.dropFirst()))
      }
      return RuleValue(kind: .mapping(entries), position: position)
    }
  }
}

extension StoreSource {
  /// The folder of the store's files; empty when the store is elsewhere.
  var folderPath: String {
    if case .folder(let folder) = self { folder.path } else { "" }
  }
}
