/// A password, token or key: it is used, never shown. Printing, logging, dumping or interpolating it gives `[hidden]`.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The text itself, for the library only.
  let revealed: String

  public init(_ text: String) { revealed = text }

  public var description: String { "[hidden]" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>(), displayStyle: .struct) }
}
