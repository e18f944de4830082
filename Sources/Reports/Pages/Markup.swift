/// A piece of a page: elements are made by code, texts may come from anywhere.
///
/// Whatever the texts are, what is written is well formed, as HTML and as XML, and they stay texts. (The template library that was
/// looked at escapes by characters: a quote with a combining mark behind it is another character, and passes.)
indirect enum Markup {
  case text(String)
  case element(StaticString, [Attribute], [Markup])

  struct Attribute {
    let name: StaticString
    let value: String
  }

  /// The longest text from outside that a page shows, in characters.
  static let longestText = 240

  /// Elements that have no end tag in HTML.
  private static let void: Set<String> = ["meta", "br", "rect", "line", "path"]

  /// Writes the piece. Only text and attributes need care: names are written in code.
  func write(to page: inout String) {
    switch self {
    case .text(let text): Self.escape(text, to: &page)
    case .element(let name, let attributes, let content):
      page += "<\(name)"
      for attribute in attributes {
        page += " \(attribute.name)=\""
        Self.escape(attribute.value, to: &page)
        page += "\""
      }
      if content.isEmpty, Self.void.contains("\(name)") {
        page += "/>"
        return
      }
      page += ">"
      for piece in content { piece.write(to: &page) }
      page += "</\(name)>"
      if Self.endsLine.contains("\(name)") { page += "\n" }
    }
  }

  private static let endsLine: Set<String> = [
    "tr", "p", "h1", "h2", "table", "section", "header", "li", "svg", "title", "style", "thead", "tbody", "dl",
  ]

  /// By scalars; what neither HTML nor XML allows becomes U+FFFD, line ends become blanks.
  private static func escape(_ text: String, to page: inout String) {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: page += "&amp;"
      case 0x3C: page += "&lt;"
      case 0x3E: page += "&gt;"
      case 0x22: page += "&quot;"
      case 0x27: page += "&#39;"
      case 0x09, 0x0A, 0x0D: page += " "
      case 0..<0x20, 0x7F...0x9F, 0xFDD0...0xFDEF: page += "\u{FFFD}"
      case let value where value & 0xFFFE == 0xFFFE: page += "\u{FFFD}"
      default: page.unicodeScalars.append(scalar)
      }
    }
  }
}

extension Markup {
  /// An element of a class.
  static func tag(_ name: StaticString, _ cssClass: String = "", _ content: [Markup]) -> Markup {
    .element(name, cssClass.isEmpty ? [] : [Attribute(name: "class", value: cssClass)], content)
  }

  static func tag(_ name: StaticString, _ cssClass: String = "", _ text: String) -> Markup { tag(name, cssClass, [.text(text)]) }

  /// A text from outside: cut when it is very long, and its direction stays inside it.
  static func outside(_ text: String) -> Markup {
    let isLong = text.index(text.startIndex, offsetBy: longestText, limitedBy: text.endIndex).map { $0 != text.endIndex } ?? false
    return .element("bdi", [], [.text(isLong ? String(text.prefix(longestText)) + "…" : text)])
  }

  /// A link to a file beside the page; its path is relative, whatever it looks like.
  static func link(to path: String, _ text: String) -> Markup {
    var encoded = "./"
    for byte in path.utf8 {
      let isPlain =
        byte < 0x80
        && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber || "-_.~/".utf8.contains(byte))
      if isPlain {
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return .element("a", [Attribute(name: "href", value: encoded)], [.text(text)])
  }
}
