import Glibc

/// Paths taken apart as text, and the names we allow ourselves to write.
enum Path {
  /// The folder `path` stands in: "." for a bare name, "/" for the root.
  static func parent(of path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let slash = trimmed.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == trimmed.startIndex ? "/" : withoutTrailingSlashes(String(trimmed[..<slash]))
  }

  /// The last part of `path`.
  static func name(of path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let slash = trimmed.utf8.lastIndex(of: UInt8(ascii: "/")) else { return trimmed }
    return String(trimmed[trimmed.utf8.index(after: slash)...])
  }

  /// `name` in `folder`.
  static func join(_ folder: String, _ name: String) -> String {
    folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
  }

  private static func withoutTrailingSlashes(_ path: String) -> String {
    var bytes = path.utf8[...]
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
    return String(Substring(bytes))
  }

  /// Checks one part of a path that we make: 1 to 128 of `A-Z a-z 0-9 . _ -`, not beginning with a dot, so neither `..` nor hidden.
  ///
  /// Throws EINVAL naming `path`, the whole path it is part of.
  static func check(name: some StringProtocol, in path: String) throws(FileFailure) {
    let bytes = name.utf8
    let allowed = (1...128).contains(bytes.count) && bytes.first != UInt8(ascii: ".") && bytes.allSatisfy(isAllowed)
    if !allowed {
      throw FileFailure(
        operation: "use the name", path: printable(path), code: EINVAL,
        remedy: "each part must be 1 to 128 of A-Z a-z 0-9 . _ - and must not begin with a dot")
    }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// `text` fit for an error message: control characters become `?`, at most 200 characters.
  static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(200).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }))
  }
}
