/// What Excel accepts as the name of a sheet.
enum SheetName {
  static let maximumUnits = 31

  /// The rule `name` breaks among the names already `taken`, or `nil`.
  static func brokenRule(_ name: String, taken: some Sequence<String>) -> String? {
    if name.isEmpty { return "at least one character" }
    if name.utf16.count > maximumUnits { return "at most 31 UTF-16 units" }
    if name.unicodeScalars.contains(where: { "[]:*?/\\".unicodeScalars.contains($0) }) { return "none of [ ] : * ? / \\" }
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0xFFFE || $0.value == 0xFFFF }) {
      return "no control character"
    }
    if name.hasPrefix("'") || name.hasSuffix("'") { return "no apostrophe at either end" }
    let folded = name.lowercased()
    if folded == "history" { return "a name Excel does not reserve" }
    if taken.contains(where: { $0.lowercased() == folded }) { return "a name not used in this workbook, whatever its case" }
    return nil
  }
}
