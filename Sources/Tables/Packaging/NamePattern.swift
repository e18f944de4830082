/// Patterns of file names: `*` any text, `?` one character, upper and lower case alike.
enum NamePattern {
  /// Looks at the name behind the last slash; folders and what macOS adds fit no pattern.
  static func fits(_ path: String, _ pattern: String) -> Bool {
    guard !path.hasPrefix("__MACOSX/") else { return false }
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    return !name.isEmpty && fits(Array(name.lowercased()), Array(pattern.lowercased()))
  }

  /// Goes back to the last `*` when it does not fit: no recursion, at most |name| × |pattern| steps.
  private static func fits(_ name: [Character], _ pattern: [Character]) -> Bool {
    var (at, place) = (0, 0)
    var star: (place: Int, at: Int)?
    while at < name.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, at)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == name[at] {
        at += 1
        place += 1
      } else if let last = star {
        star = (last.place, last.at + 1)
        place = last.place + 1
        at = last.at + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}
