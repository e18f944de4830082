/// Bytes on their way in, with the card codes (卡密) and the keys of buyers in them replaced (SPEC §10: a code never leaves memory in clear).
///
/// Pieces are of any size and cut anywhere; what comes out is the same for every cutting. Filtering what was filtered changes nothing.
public protocol CodeFilter: Sendable {
  /// True once it is certain that nothing is replaced: what came, and whatever comes, passes untouched.
  var isPassing: Bool { get }
  /// Takes the next piece; what is certain by now is appended to `output`.
  mutating func filter(_ piece: Span<UInt8>, into output: inout [UInt8])
  /// Appends what was held back: the input has ended.
  mutating func finish(into output: inout [UInt8])
}

/// Leaves an input as it is: it has no codes.
public struct PassingFilter: CodeFilter {
  public init() {}

  public var isPassing: Bool { true }
  public func filter(_ piece: Span<UInt8>, into output: inout [UInt8]) { output.append(piece) }
  public func finish(into output: inout [UInt8]) {}
}

extension CodeFilter {
  /// A whole input, filtered.
  public consuming func filtered(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + bytes.count / 2)
    filter(bytes.span, into: &output)
    finish(into: &output)
    return output
  }
}

extension [UInt8] {
  /// Appends `bytes` in one piece.
  mutating func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
