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
