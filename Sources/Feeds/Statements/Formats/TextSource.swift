import SettlementCore
import Tables

/// Where the texts of one column of lines come from, and what they mean; nothing is made per row.
struct TextSource: Sendable {
  /// A text of a row: a part of its batch's bytes, or of ``fixed``.
  struct Piece {
    let isFixed: Bool
    let range: Range<Int>

    static let empty = Piece(isFixed: true, range: 0..<0)
  }
  private enum Otherwise: Sendable {
    case keep, reject
    case fixed(Range<Int>)
  }

  /// The layout's column; nil where every row has the same text.
  let column: Int?
  /// The texts that others mean, one behind the other, and the same text of every row.
  private(set) var fixed: [UInt8] = []
  private var values: [Range<Int>] = []
  private var texts = NameNumbers()
  private let otherwise: Otherwise

  /// Empty for every row.
  static let nothing = TextSource(constant: "")

  private init(constant: String) {
    column = nil
    fixed = Array(constant.utf8)
    otherwise = .fixed(0..<fixed.count)
  }

  init(
    _ text: StatementFormat.Text, _ name: String, _ rule: TextRule, _ columns: inout LayoutColumns
  ) throws(FormatFault) {
    let cell: StatementFormat.Cell
    switch text.origin {
    case .constant(let constant):
      self = TextSource(constant: constant)
      return
    case .cell(let place): cell = place
    }
    self = TextSource(text, column: try columns.text(cell, name, text.values.isEmpty ? rule : .any, isRequired: text.isRequired))
  }

  private init(_ text: StatementFormat.Text, column: Int) {
    self.column = column
    var fixed: [UInt8] = []
    func add(_ value: String) -> Range<Int> {
      fixed += Array(value.utf8)
      return fixed.count - value.utf8.count..<fixed.count
    }
    texts = NameNumbers(text.values.map(\.text))
    values = text.values.map { add($0.value) }
    otherwise =
      switch text.otherwise {
      case .keep: .keep
      case .reject: .reject
      case .value(let value): .fixed(add(value))
      }
    self.fixed = fixed
  }

  /// The words of a reject: the texts that are known.
  var known: String { texts.listed }

  /// What the text at `range` means; nil for a text that is not known and must be.
  @inline(__always)
  mutating func piece(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Piece? {
    if values.isEmpty, case .keep = otherwise { return Piece(isFixed: false, range: range) }
    let number = column == nil ? -1 : Int(texts.find(bytes, range))
    if number >= 0 { return Piece(isFixed: true, range: values[number]) }
    switch otherwise {
    case .keep: return Piece(isFixed: false, range: range)
    case .reject: return nil
    case .fixed(let value): return Piece(isFixed: true, range: value)
    }
  }

  /// Appends the text of a piece.
  @inline(__always)
  func append(_ piece: Piece, of bytes: Span<UInt8>, to column: inout TextColumn) {
    if piece.isFixed {
      column.append(fixed.span, piece.range.lowerBound, piece.range.count)
    } else {
      column.append(bytes, piece.range.lowerBound, piece.range.count)
    }
  }
}

/// Whether a row's cell has one of some texts, or none of them.
struct RowCondition: Sendable {
  /// The layout's.
  let column: Int
  private var texts: NameNumbers
  private let isNot: Bool

  init(_ condition: StatementFormat.Condition, _ columns: inout LayoutColumns) throws(FormatFault) {
    column = try columns.text(condition.cell, "condition")
    texts = NameNumbers(condition.texts)
    isNot = condition.isNot
  }

  /// For every row of a batch.
  mutating func holds(in batch: TableBatch) -> [Bool] {
    let bytes = batch.bytes.span
    return batch.texts[column].map { (texts.find(bytes, $0.range) >= 0) != isNot }
  }
}
