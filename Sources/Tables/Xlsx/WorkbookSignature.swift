import Glibc

/// What a file is by its first bytes, so that a renamed file is refused by its right name.
enum WorkbookSignature {
  /// Throws ``TableError`` unless the file starts like a zip archive.
  static func check(_ path: String) throws(TableError) {
    guard let file = unsafe fopen(path, "rbe") else { throw error(path, unsafe String(cString: strerror(errno))) }
    defer { _ = unsafe fclose(file) }
    let head = unsafe read(file, 8)
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return }
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      let encrypted = unsafe isEncryptedPackage(file)
      throw error(path, encrypted ? "a workbook encrypted with a password" : "an old .xls workbook (OLE2): save it as .xlsx")
    }
    throw error(path, head.isEmpty ? "an empty file" : "something else, starting with '\(Excerpt.of(head))'")
  }

  private static func error(_ path: String, _ found: String) -> TableError {
    TableError(file: path, field: "file", expected: "an xlsx workbook", found: found)
  }

  /// An encrypted workbook is an OLE2 file with a stream of this name, written in UTF-16 in its directory.
  private static func isEncryptedPackage(_ file: UnsafeMutablePointer<FILE>) -> Bool {
    let name: [UInt8] = "EncryptedPackage".utf8.flatMap { (letter: UInt8) -> [UInt8] in [letter, 0] }
    var window: [UInt8] = []
    for _ in 0..<1024 {
      let piece = unsafe read(file, 1 << 16)
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

  private static func read(_ file: UnsafeMutablePointer<FILE>, _ count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = unsafe fread(buffer.baseAddress, 1, count, file)
    }
  }
}
