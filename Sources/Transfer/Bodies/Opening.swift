/// The first bytes of a body, kept to see whether a web page came in place of a file.
struct Opening {
  private var bytes: [UInt8] = []
  private static let enough = 256

  /// Adds what is still needed of `piece`; throws once it is a web page.
  mutating func take(_ piece: Span<UInt8>) throws(Fault) {
    if bytes.count >= Self.enough { return }
    for index in 0..<min(piece.count, Self.enough - bytes.count) { bytes.append(piece[index]) }
    if isWebPage { throw .webPage }
  }

  private var isWebPage: Bool {
    var start = bytes[...]
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
    start = start.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    return ["<!doctype html", "<html"].contains { start.map { $0 | 0x20 }.starts(with: $0.utf8.map { $0 | 0x20 }) }
  }
}
