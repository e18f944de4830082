/// Why a cell is not what its column wants; the wording of every such reject stands here and nowhere else.
enum CellFault: Error {
  case notText
  case noID
  case spreadsheetID
  case notANumber
  case badGrouping
  case tooPrecise(scale: Int)
  case overflow
  case twoAmounts
  case negativeOut
  case notUnsigned
  case unknownMark
  case notATime

  func expected(_ column: TableColumn) -> String {
    switch self {
    case .notText: "a text"
    case .noID: "an identifier"
    case .spreadsheetID: "an identifier as it was (in the file it is a number that a spreadsheet has rounded)"
    case .notANumber: "an amount such as \(column.example)"
    case .badGrouping: "groups of three digits"
    case .tooPrecise(let scale): scale == 0 ? "a whole number" : "at most \(scale) decimals"
    case .overflow: "an amount that fits 64 bits"
    case .twoAmounts: "an amount that came in or one that went out, not both"
    case .negativeOut: "a negative amount or 0 where money went out"
    case .notUnsigned: "an amount without sign"
    case .unknownMark: "one of \(column.marks)"
    case .notATime: "a time such as \(column.timeExample)"
    }
  }
}

extension TableColumn {
  fileprivate var example: String {
    guard case .amount(let format, _) = type else { return "" }
    switch format.decimalSign {
    case .minorUnits: return "19900"
    case .comma: return format.scale == 0 ? "199" : "199,00"
    case .point: return format.scale == 0 ? "199" : "199.00"
    }
  }

  fileprivate var marks: String {
    guard case .amount(_, .marked(let plus, let minus)) = type else { return "" }
    return (plus + minus).joined(separator: ", ")
  }

  fileprivate var timeExample: String {
    guard case .time(let formats, _) = type else { return "" }
    return formats.map(\.example).joined(separator: " or ")
  }
}

extension CellKind {
  /// What a message says of a cell without text.
  var words: String? {
    switch self {
    case .formula: "a formula without a stored value"
    case .empty: "an empty cell"
    case .structure: "an object or array"
    default: nil
    }
  }
}
