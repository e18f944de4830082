/// Counts what comes out of a packed file while it is unpacked, and stops a bomb.
struct InflationGuard {
  private var packed = 0
  private var unpacked = 0

  /// Takes note of more bytes; returns what is wrong: what was expected, and what was found.
  mutating func count(packed more: Int, unpacked out: Int) -> (expected: String, found: String)? {
    packed += more
    unpacked += out
    guard unpacked <= TableLimits.unpackedBytes else { return ("at most \(TableLimits.unpackedBytes) bytes unpacked", "more") }
    guard unpacked > TableLimits.ratioFreeBytes, unpacked / max(packed, 1) >= TableLimits.ratio else { return nil }
    return ("at most \(TableLimits.ratio) times its packed size", "\(packed) bytes that unpack to \(unpacked) and more")
  }
}
