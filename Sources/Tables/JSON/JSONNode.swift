/// What a value of a JSON text is.
public enum JSONKind: UInt8, Sendable {
  case object, array, string, number, `true`, `false`, null
  /// The name of an object's member; its value is the node behind it.
  case name

  /// For messages: `a text`, `an object`.
  public var words: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string, .name: "a text"
    case .number: "a number"
    case .true: "true"
    case .false: "false"
    case .null: "null"
    }
  }
}

/// One value or member name of a ``JSONDocument``: where it stands in the bytes, and where the next one stands on the tape.
///
/// Sixteen bytes; offsets reach 4 GiB, and the reader refuses larger files by name.
@frozen
public struct JSONNode: Sendable {
  /// Where the value's bytes are, of a text those between the quotes.
  var start, end: UInt32
  /// The place behind the value with all it holds; of a name its hash.
  var next: UInt32
  /// Its `JSONKind`, and true for a text that has to be unescaped.
  var kind: JSONKind
  var isEscaped = false
}

/// Bounds of the JSON reader.
public enum JSONLimits {
  /// Objects and arrays inside each other.
  public static let depth = 64
  /// The largest file in bytes: a ``JSONNode`` counts in 32 bits.
  public static let fileBytes = Int(UInt32.max)
  /// The largest document in bytes, 1 GiB.
  public static let documentBytes = 1 << 30
  /// Values and names of a document; the largest tape takes 800 MB.
  public static let nodes = 50_000_000
}
