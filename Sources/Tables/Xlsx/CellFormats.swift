/// The number format class of every cell format, from the styles part.
final class CellFormats: XMLHandler {
  /// Indexed by a cell's `s` attribute.
  private(set) var classes: [NumberFormatClass] = []
  private var custom: [Int: NumberFormatClass] = [:]
  private var isInCellFormats = false

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "numFmt", let id = attributes["numFmtId"]?.number, let code = attributes["formatCode"] {
      custom[id] = Self.format(code: code.text)
    } else if name == "cellXfs" {
      isInCellFormats = true
    } else if isInCellFormats && name == "xf" && classes.count < XlsxLimits.cellFormats {
      let id = attributes["numFmtId"]?.number ?? 0
      classes.append(custom[id] ?? Self.builtIn(id))
    }
  }

  override func end(_ name: XMLName) {
    if name == "cellXfs" { isInCellFormats = false }
  }

  /// ECMA-376 part 1, 18.8.30, with the Chinese and Japanese dates.
  private static func builtIn(_ id: Int) -> NumberFormatClass {
    switch id {
    case 0: .general
    case 14...22, 27...36, 45...47, 50...58: .date
    default: .other
    }
  }

  /// A code is a date's when a letter of date or time stands outside quotes, escapes and brackets, or as elapsed time in brackets.
  static func format(code: String) -> NumberFormatClass {
    if code.isEmpty || code.lowercased() == "general" { return .general }
    var rest = code.lowercased().unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"": while let next = rest.popFirst(), next != "\"" {}
      case "\\", "_", "*": _ = rest.popFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(inside.count)
        if !inside.isEmpty && inside.allSatisfy({ $0 == "h" || $0 == "m" || $0 == "s" }) { return .date }
      case "y", "m", "d", "h", "s": return .date
      default: break
      }
    }
    return .other
  }
}
