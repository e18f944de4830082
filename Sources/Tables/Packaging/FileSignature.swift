/// What a file is by its first bytes, so that a wrong file is refused by its right name.
enum FileSignature {
  /// Bytes that are enough to tell.
  static let headBytes = 1024

  static let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
  static let gzip: [UInt8] = [0x1F, 0x8B]
  private static let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0]
  private static let others: [([UInt8], String)] = [
    (zip, "a zip archive or workbook"), ([0x50, 0x4B, 0x05, 0x06], "an empty zip archive"), (gzip, "a gzip file"),
    (Array("%PDF".utf8), "a PDF document"), ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file"), (Array("Rar!".utf8), "a rar archive"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz file"),
    (Array("BZh".utf8), "a bzip2 file"),
  ]

  /// The name of what begins with `head` when that is no text, or text of a kind that no statement is written in; nil for any other.
  static func name(_ head: [UInt8], _ input: any TableInput) throws(TableError) -> String? {
    if head.isEmpty { return "an empty file" }
    if head.starts(with: ole) {
      return try isEncryptedPackage(input) ? "a workbook encrypted with a password" : "an old .xls workbook (OLE2): save it as .xlsx"
    }
    if let other = others.first(where: { head.starts(with: $0.0) }) { return other.1 }
    return markup(head)
  }

  /// An HTML page, with or without what may stand before it, or another XML document.
  private static func markup(_ head: [UInt8]) -> String? {
    let text = head.drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    guard text.first == UInt8(ascii: "<") else { return nil }
    let words = String(decoding: text, as: UTF8.self).lowercased()
    let isHTML = ["<!doctype html", "<html", "<head", "<body", "<script", "<meta"].contains { words.hasPrefix($0) }
    if isHTML || (words.hasPrefix("<!--") || words.hasPrefix("<?xml")) && words.contains("<html") {
      return "an HTML page (a login or error page in place of the file?)"
    }
    return words.hasPrefix("<?xml") ? "an XML document" : nil
  }

  /// An encrypted workbook is an OLE2 file with a stream of this name, written in UTF-16 in its directory. Looks at 64 MiB at most.
  private static func isEncryptedPackage(_ input: any TableInput) throws(TableError) -> Bool {
    let name: [UInt8] = "EncryptedPackage".utf8.flatMap { (letter: UInt8) -> [UInt8] in [letter, 0] }
    let stream = try input.stream(expected: "a readable file")
    var window: [UInt8] = []
    for _ in 0..<1024 {
      let piece = try stream.head(1 << 16)
      if piece.isEmpty { return false }
      window += piece
      var at = 0
      while at + name.count <= window.count {
        if window[at] == name[0] && window[at..<at + name.count].elementsEqual(name) { return true }
        at += 1
      }
      window = Array(window.suffix(name.count - 1))
    }
    return false
  }
}
