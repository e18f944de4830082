extension CellText {
  /// How many lines the text takes in a column `width` characters wide: an estimate, two columns for every character beyond ASCII.
  func lines(width: Double) -> Int {
    let room = max(1, Int(width) - 1)
    var lines = 1
    var used = 0
    for byte in bytes.dropLast() where byte & 0xC0 != 0x80 {
      if byte == 0x0A {
        lines += 1
        used = 0
        continue
      }
      let needed = byte < 0x80 ? 1 : 2
      if used > 0, used + needed > room {
        lines += 1
        used = 0
      }
      used += needed
    }
    return lines
  }
}
