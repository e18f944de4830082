/// `Link` headers (RFC 8288).
enum LinkHeader {
  /// The target of the first link with the relation `next`, as written.
  static func next(_ headers: [String]) -> String? {
    headers.lazy.flatMap(links).first { $0.relations.contains("next") }?.target
  }

  private static func links(_ header: String) -> [(target: String, relations: [Substring])] {
    var links: [(target: String, relations: [Substring])] = []
    var rest = header[...]
    while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
      let target = String(rest[rest.index(after: open)..<close])
      rest = rest[rest.index(after: close)...]
      links.append((target, relations(takeParameters(&rest))))
    }
    return links
  }

  /// What stands up to the comma before the next link; a comma or semicolon in quotes belongs to a value.
  private static func takeParameters(_ rest: inout Substring) -> [Substring] {
    var parameters: [Substring] = []
    var start = rest.startIndex
    var at = start
    var isQuoted = false
    while at < rest.endIndex, isQuoted || rest[at] != "," {
      if rest[at] == "\"" { isQuoted.toggle() }
      if !isQuoted, rest[at] == ";" {
        parameters.append(rest[start..<at])
        start = rest.index(after: at)
      }
      at = rest.index(after: at)
    }
    parameters.append(rest[start..<at])
    rest = rest[at...]
    return parameters
  }

  private static func relations(_ parameters: [Substring]) -> [Substring] {
    for parameter in parameters {
      let parts = parameter.split(separator: "=", maxSplits: 1).map { $0.trimmed }
      if parts.count == 2, parts[0].lowercased() == "rel" { return parts[1].lowercased().split { $0 == " " || $0 == "\"" } }
    }
    return []
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
