/// A line at the end of a statement that shows that nothing is missing, such as `<END>`.
public enum StatementTrailer {
  /// Takes the trailer off: the last line that is not empty must be it, and is no row.
  ///
  /// Lines end at LF or CR LF. Throws ``SourceFailure`` for any other last line, which is not quoted: it may hold a card code.
  public static func remove(_ trailer: String, from bytes: inout [UInt8], source: String, file: String) throws(SourceFailure) {
    let end = (bytes.lastIndex { $0 != 0x0A && $0 != 0x0D } ?? -1) + 1
    let start = (bytes[..<end].lastIndex(of: 0x0A) ?? -1) + 1
    guard bytes[start..<end].elementsEqual(trailer.utf8) else {
      throw SourceFailure(
        kind: .incomplete, source: source, file: file, line: end > 0 ? bytes[..<start].count { $0 == 0x0A } + 1 : 0, field: "trailer",
        expected: "\(FieldExcerpt.of(trailer.utf8)) as the last line", found: end > 0 ? "another one" : "an empty file",
        advice: "the file is not whole, or has no trailer: fetch it again, or correct proof in the partner's file")
    }
    bytes.removeLast(bytes.count - start)
  }
}
