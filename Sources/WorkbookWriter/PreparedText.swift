/// A text made ready for cells once, for columns in which few texts come again and again.
public struct PreparedText: Sendable {
  /// What a cell shows, and its NUL.
  let bytes: [UInt8]

  /// The text as `Sheet.write(text:)` would repair it.
  public init(_ text: String) {
    var cell = CellText()
    _ = cell.set(text.utf8.span)
    bytes = cell.bytes
  }
}
