/// How wide texts are shown, in columns of the default font: one for ASCII, two for every other character.
public enum TextWidth {
  /// The widest line of a text in UTF-8.
  public static func columns(_ text: Span<UInt8>) -> Int {
    var (widest, used) = (0, 0)
    for index in text.indices {
      let byte = text[index]
      if byte & 0xC0 == 0x80 { continue }
      used = byte == 0x0A ? 0 : used + (byte < 0x80 ? 1 : 2)
      widest = max(widest, used)
    }
    return widest
  }

  public static func columns(_ text: String) -> Int { columns(text.utf8.span) }

  /// The width of a column that shows a content of `columns` with a little air, within bounds.
  public static func fitted(_ columns: Int, _ bounds: ClosedRange<Int>) -> Double {
    Double(min(max(columns + 2, bounds.lowerBound), bounds.upperBound))
  }
}
