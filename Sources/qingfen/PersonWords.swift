import ArgumentParser

/// What a person has to say on a command line: a reason and a name, one line each.
enum PersonWords {
  static let longestReason = 500
  static let longestName = 100

  /// Throws `ValidationError` for a text that is blank, too long or not one line; a text that was not given is not looked at.
  static func check(_ words: [(option: String, text: String?, longest: Int)]) throws {
    for (option, text, longest) in words {
      guard let text else { continue }
      let isControl = text.unicodeScalars.contains { $0.properties.generalCategory == .control }
      if text.allSatisfy(\.isWhitespace) || text.count > longest || isControl {
        throw ValidationError("\(option): expected one line of 1 to \(longest) characters")
      }
    }
  }
}
