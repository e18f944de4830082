import Foundation

/// The text of a pull in the catalogue: `{"pull":{…},"sha256":"…"}` and a line end, the keys sorted, the SHA-256 that of the bytes of `{…}`.
///
/// So the file is JSON for people and programs, and any byte of it that changes is found.
enum PullText {
  private static let head = Array(#"{"pull":"#.utf8)

  private static func tail(_ body: ArraySlice<UInt8>) -> [UInt8] {
    Array(#","sha256":"\#(Digest.sha256(of: body.span))"}"#.utf8) + [UInt8(ascii: "\n")]
  }

  static func encode(_ pull: PullRecord) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      let body = Array(try encoder.encode(pull))
      return head + body + tail(body[...])
    } catch { preconditionFailure("text and whole numbers always have a JSON form: \(error)") }
  }

  /// Nil when `bytes` are not exactly what ``encode(_:)`` once gave.
  static func decode(_ bytes: [UInt8]) -> PullRecord? {
    let end = bytes.count - tail([]).count
    guard end > head.count, bytes.starts(with: head) else { return nil }
    let body = bytes[head.count..<end]
    guard bytes[end...].elementsEqual(tail(body)) else { return nil }
    return try? JSONDecoder().decode(PullRecord.self, from: Data(body))
  }
}
