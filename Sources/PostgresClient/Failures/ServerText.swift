/// What of a server's own words may be shown: they can quote bound values and values of rows.
enum ServerText {
  /// Classes of SQLSTATE whose primary messages name only objects, settings and limits, never values.
  private static let plainClasses: Set<String> = [
    "08", "0A", "23", "25", "26", "28", "34", "3D", "3F", "40", "42", "53", "54", "55", "57", "58",
  ]
  /// Classes whose messages are PostgreSQL's own, with values in quotes.
  private static let quotingClasses: Set<String> = ["21", "22", "XX"]

  /// The primary message without values; a text that user code raised is hidden whole.
  static func shown(_ message: String, sqlState: String) -> String {
    let errorClass = String(sqlState.prefix(2))
    if plainClasses.contains(errorClass) { return clean(message) }
    if quotingClasses.contains(errorClass) { return clean(withoutQuoted(message)) }
    return "an error that the database's own code raised, its text hidden"
  }

  /// Replaces everything from the first to the last quotation mark: a value may hold marks itself.
  private static func withoutQuoted(_ message: String) -> String {
    guard let first = message.firstIndex(of: "\""), let last = message.lastIndex(of: "\"") else { return message }
    return message[..<first] + "\"…\"" + message[last...].dropFirst()
  }

  /// One line of at most 200 characters; control characters become blanks.
  static func clean(_ text: String) -> String {
    let line = text.unicodeScalars.prefix(201).map { isPrintable($0) ? Character($0) : " " }
    return line.count > 200 ? String(line.prefix(200)) + "…" : String(line)
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }
}
