/// A path to a value inside a JSON text (RFC 6901): `/data/items`; the empty text means the whole.
public struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
  struct Step: Hashable, Sendable {
    let name: [UInt8]
    let hash: UInt32
    /// The name as an array's index: digits without a leading zero.
    let index: Int?

    init(_ name: [UInt8]) {
      self.name = name
      hash = unsafe name.withUnsafeBufferPointer { unsafe JSONName.hash($0) }
      let isIndex = !name.isEmpty && name.allSatisfy { $0 &- 0x30 <= 9 } && (name.count == 1 || name[0] != 0x30)
      index = isIndex ? Int(String(decoding: name, as: UTF8.self)) : nil
    }
  }

  let steps: [Step]
  public let description: String

  /// Nil for a text that is neither empty nor begins with a slash, or has a `~` before anything but `0` and `1`.
  public init?(_ text: String) {
    description = text
    guard !text.isEmpty else {
      steps = []
      return
    }
    let parts = Array(text.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let names = parts.dropFirst().map { Self.unescaped($0) }
    guard parts[0].isEmpty, names.allSatisfy({ $0 != nil }) else { return nil }
    steps = names.map { Step($0!) }
  }

  /// The member of an object with this name, whatever characters it has.
  public init(name: String) {
    description = "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
    steps = [Step(Array(name.utf8))]
  }

  /// The steps that are no array's indices.
  public var names: [String] { steps.filter { $0.index == nil }.map { String(decoding: $0.name, as: UTF8.self) } }

  private static func unescaped(_ part: ArraySlice<UInt8>) -> [UInt8]? {
    var name: [UInt8] = []
    var rest = part
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "~") else {
        name.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "0"): name.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): name.append(UInt8(ascii: "/"))
      default: return nil
      }
    }
    return name
  }
}
