import SettlementCore
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
    self.init(columns: columns, hash.map { .hash($0) } ?? .nothing)
  }

  private init(columns: [String], _ replacement: CodeReplacement) {
    self.columns = columns
    self.replacement = replacement
  }

  /// The same for the pages of a list whose rows may hold the code under another key.
  public func ofPages(_ list: StoreList) -> CardCodes {
    guard let key = list.columns["code"].flatMap(JSONPointer.init)?.lastName else { return self }
    return CardCodes(columns: columns + [key], replacement)
  }

  /// A filter for one input that comes in pieces; `source` is the feed or the partner that it is of.
  public func filter(_ format: Format, of source: String) -> Filter {
    switch format {
    case .csv: Filter(table(source))
    case .json: Filter(CodeFieldReplacer(keys: columns, replacement: replacement))
    }
  }

  /// Replaces the codes of one input, in pieces of any size.
  public struct Filter: Sendable {
    private var filter: any CodeFilter

    init(_ filter: any CodeFilter) { self.filter = filter }

    /// True once it is certain that nothing is replaced: what came, and whatever comes, passes untouched.
    public var isPassing: Bool { filter.isPassing }

    /// Takes the next piece; what is certain by now is appended to `output`.
    public mutating func take(_ piece: Span<UInt8>, into output: inout [UInt8]) { filter.filter(piece, into: &output) }

    /// Appends what was held back: the input has ended.
    public mutating func finish(into output: inout [UInt8]) { filter.finish(into: &output) }
  }

  /// Redemptions without the columns that each has are no redemptions, and nobody knows where their codes are.
  private func table(_ source: String) -> CodeColumnReplacer {
    let required = source == StoreFeed.redemptions.rawValue ? RedemptionFeed.required : []
    return CodeColumnReplacer(columns: columns, required: required, replacement: replacement)
  }

  /// True when a CSV file has no codes to replace: it is archived as it is.
  public func passes(_ bytes: [UInt8], of source: String) -> Bool { head(bytes, source).isPassing }

  /// A filter that has seen the header.
  private func head(_ bytes: [UInt8], _ source: String) -> CodeColumnReplacer {
    var head = table(source)
    var output: [UInt8] = []
    head.filter(bytes.span.extracting(first: min(bytes.count, 1 << 20)), into: &output)
    head.finish(into: &output)  // a header that short is decided on now
    return head
  }

  /// A whole CSV file with its codes replaced, for its parser; nil when it has no such column and stays as it is.
  ///
  /// Redemptions that are no such table stay as they are, too: their parser refuses them by name and shows no text of them.
  func replaced(in bytes: [UInt8], of source: String) -> [UInt8]? {
    let head = head(bytes, source)
    if head.isPassing || head.isHiding && source == StoreFeed.redemptions.rawValue { return nil }
    return table(source).filtered(bytes)
  }
}

extension SourceBytes {
  /// The bytes of a CSV file as they came, and with their codes replaced for whoever parses them.
  public init(came bytes: consuming [UInt8], of source: String, sha256: String, codes: CardCodes) {
    let count = bytes.count
    if let replaced = codes.replaced(in: bytes, of: source) {
      self.init(bytes: replaced, count: count, sha256: sha256)
    } else {
      self.init(bytes: bytes, count: count, sha256: sha256)
    }
  }
}
