import Tables

/// How card codes (卡密) are replaced on the way in (SPEC §10): by their keyed hash, or by nothing when there is no key.
public struct CardCodes: Sendable {
  public enum Format: Sendable {
    case csv, json
  }
  private let columns: [String]
  private let replacement: CodeReplacement

  /// `hash` gives the 64 hexadecimal digits of a code's HMAC. `columns`: the names of columns, or JSON keys, that hold codes.
  public init(columns: [String] = ["code"], hash: (@Sendable (Span<UInt8>) -> [UInt8])?) {
    self.columns = columns
    replacement = hash.map { .hash($0) } ?? .nothing
  }

  /// A filter for one input that comes in pieces.
  public func filter(_ format: Format) -> any CodeFilter {
    switch format {
    case .csv: CodeColumnReplacer(columns: columns, replacement: replacement)
    case .json: CodeFieldReplacer(fields: columns, replacement: replacement)
    }
  }

  /// A whole CSV file with its codes replaced; nil when it has no such column and stays as it is.
  func replaced(in bytes: [UInt8]) -> [UInt8]? {
    var head = CodeColumnReplacer(columns: columns, replacement: replacement)
    var output: [UInt8] = []
    head.filter(bytes.span.extracting(first: min(bytes.count, 1 << 20)), into: &output)
    if head.isPassing { return nil }
    return CodeColumnReplacer(columns: columns, replacement: replacement).filtered(bytes)
  }
}

extension SourceBytes {
  /// The bytes of a CSV file as they came, and with their codes replaced for whoever parses them.
  public init(came bytes: consuming [UInt8], sha256: String, codes: CardCodes) {
    let count = bytes.count
    self.init(bytes: codes.replaced(in: bytes) ?? bytes, count: count, sha256: sha256)
  }
}
