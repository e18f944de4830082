import SettlementCore
import Tables

/// How card codes (卡密), and the keys of buyers in the store's feeds, are replaced on the way in (SPEC §10): by their keyed hash, or by
/// nothing when there is no key.
public struct CardCodes: Sendable {
  private enum Place {
    /// Columns of a CSV file; a file without one of `required` is no such file, and nobody knows where its codes are.
    case columns([String], required: [String])
    /// Keys of JSON text.
    case keys([String])
    /// The file is archived as it is, once it has shown that no column is called as codes are.
    case screened(StatementFormat, CodeNames)
  }
  private let place: Place
  private let replacement: CodeReplacement
  /// The keys of buyers, by the names under which the store's feeds have them; nil in a partner's statement.
  private let buyers: NamedCodes?

  /// Codes and buyers of the store's CSV files. `hash` gives the 64 hexadecimal digits of a code's HMAC, `buyerHash` at least 24 of a
  /// buyer's. `columns`: the names of columns that hold codes.
  public init(
    columns: [String] = StatementFormat.Codes.usual, hash: (@Sendable (Span<UInt8>) -> [UInt8])?,
    buyerHash: (@Sendable (Span<UInt8>) -> [UInt8])? = nil
  ) {
    self.init(
      .columns(columns, required: []), CodeReplacement(.code, hash: hash),
      NamedCodes(CodeNames(["buyer"]), CodeReplacement(.buyer, hash: buyerHash)))
  }

  private init(_ place: Place, _ replacement: CodeReplacement, _ buyers: NamedCodes?) {
    (self.place, self.replacement, self.buyers) = (place, replacement, buyers)
  }

  /// The same for the pages of a list whose rows may hold the code or the buyer under another key.
  public func ofPages(_ list: StoreList) -> CardCodes {
    guard case .columns(let columns, _) = place else { return self }
    let key = list.columns["code"].flatMap(JSONPointer.init)?.names.last
    let names = CodeNames(BuyerKeys(list).hidden)
    return CardCodes(.keys(columns + [key].compactMap { $0 }), replacement, buyers.map { NamedCodes(names, $0.replacement) })
  }

  /// The same for a partner's statement: where its format says that codes are, and under the usual names that it does not exempt.
  ///
  /// A file in which they cannot be replaced is only let through where there are none (``check(_:file:source:)``).
  public func ofStatement(_ profile: StatementProfile) -> CardCodes {
    guard case .columns(let usual, _) = place else { return self }
    guard let format = profile.format else { return CardCodes(place, replacement, nil) }
    let codes = format.codes
    let exempt = CodeNames(codes.exempt)
    let names = codes.columns + usual.filter { !exempt.contains($0) }
    guard format.mayHoldCodes else { return CardCodes(.screened(format, CodeNames(names)), replacement, nil) }
    if case .delimited = format.container { return CardCodes(.columns(names, required: codes.columns), replacement, nil) }
    return CardCodes(.keys(names), replacement, nil)
  }

  /// True when a file must be there as a whole and pass ``check(_:file:source:)`` before any of it is kept.
  public var mustBeChecked: Bool { if case .screened = place { true } else { false } }

  /// Throws ``SourceFailure`` when a file whose codes could not be replaced has a column that is called as codes are, or is not what its
  /// format says: nobody knows then what it holds, and none of it may be kept. `file` and `source` are only named in messages.
  public func check(_ bytes: [UInt8], file: String, source: String) throws(SourceFailure) {
    guard case .screened(let format, let names) = place, !bytes.isEmpty else { return }
    try FormatReading.refusing(file: file, source: source) {
      try CodeScreen(names, try FormatPlan(format, standard: .unknown).layout, file: file).check(bytes)
    }
  }

  /// A filter for one input that comes in pieces; `source` is the feed or the partner that it is of.
  public func filter(of source: String) -> Filter {
    switch place {
    case .columns(let columns, let required): Filter(table(columns, required, source))
    case .keys(let keys): Filter(CodeFieldReplacer(named(keys)))
    case .screened: Filter(PassingFilter())
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

  private func named(_ codes: [String]) -> [NamedCodes] { [NamedCodes(CodeNames(codes), replacement)] + [buyers].compactMap { $0 } }

  private func table(_ columns: [String], _ required: [String], _ source: String) -> CodeColumnReplacer {
    CodeColumnReplacer(named(columns), required: Self.required(of: source) ?? required)
  }

  /// Orders and redemptions without the columns that each has are none, and nobody knows where their buyers and codes are; nil: any others.
  private static func required(of source: String) -> [String]? {
    switch StoreFeed(rawValue: source) {
    case .orders: OrderFeed.required
    case .redemptions: RedemptionFeed.required
    default: nil
    }
  }

  /// True when a file has no codes to replace: it is archived as it is.
  public func passes(_ bytes: [UInt8], of source: String) -> Bool {
    switch place {
    case .columns(let columns, let required): head(table(columns, required, source), bytes).isPassing
    case .keys: false
    case .screened: true
    }
  }

  /// A filter that has seen the header.
  private func head(_ table: CodeColumnReplacer, _ bytes: [UInt8]) -> CodeColumnReplacer {
    var head = table
    var output: [UInt8] = []
    head.filter(bytes.span.extracting(first: min(bytes.count, 1 << 20)), into: &output)
    head.finish(into: &output)  // a header that short is decided on now
    return head
  }

  /// A whole file with its codes replaced, for its parser; nil when it has none and stays as it is.
  ///
  /// Orders and redemptions that are no such table stay as they are, too: their parser refuses them by name and shows no text of them.
  func replaced(in bytes: [UInt8], of source: String) -> [UInt8]? {
    switch place {
    case .columns(let columns, let required):
      let table = table(columns, required, source)
      let head = head(table, bytes)
      if head.isPassing || head.isHiding && Self.required(of: source) != nil { return nil }
      return table.filtered(bytes)
    case .keys(let keys): return CodeFieldReplacer(named(keys)).filtered(bytes)
    case .screened: return nil
    }
  }
}

extension SourceBytes {
  /// The bytes of a file as they came, and with their codes replaced for whoever parses them.
  public init(came bytes: consuming [UInt8], of source: String, sha256: String, codes: CardCodes) {
    let count = bytes.count
    if let replaced = codes.replaced(in: bytes, of: source) {
      self.init(bytes: replaced, count: count, sha256: sha256)
    } else {
      self.init(bytes: bytes, count: count, sha256: sha256)
    }
  }
}
