extension CellText {
  /// How many lines the text takes in a column `width` characters wide: an estimate, two columns for every character beyond ASCII.
  ///
  /// Lines break at spaces and beside characters beyond ASCII; a word longer than a line is broken where the line ends.
  func lines(width: Double) -> Int {
    let room = max(1, Int(width) - 1)
    var (lines, used, word) = (1, 0, 0)
    for byte in bytes.dropLast() where byte & 0xC0 != 0x80 {
      switch byte {
      case 0x0A:
        lines += 1
        (used, word) = (0, 0)
      case 0x20:
        used = min(used + 1, room)
        word = 0
      case 0x80...:
        if used > 0, used + 2 > room {
          lines += 1
          used = 0
        }
        used += 2
        word = 0
      default:
        if used >= room {
          lines += 1
          // The word moves to the next line, unless it fills this one.
          if word >= room { word = 0 }
          used = word
        }
        used += 1
        word += 1
      }
    }
    return lines
  }
}
