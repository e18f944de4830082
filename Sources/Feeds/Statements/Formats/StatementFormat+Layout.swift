import SettlementCore
import Tables

extension TableLayout {
  /// Everything of a format but its columns. `pointers` are the JSON pointers of totals beside the rows.
  init(_ format: StatementFormat, columns: [TableColumn], pointers: [String]) throws(FormatFault) {
    var trailers = format.ends.map(TrailerRule.init)
    for pointer in pointers { trailers.append(.pointer(try JSONPointer(parsing: pointer))) }
    self.init(
      packaging: Packaging(format.packaging), container: try TableContainer(format.container), preamble: Preamble(format.preamble),
      header: HeaderRule(format.header), trailers: trailers, wrapping: CellWrapping(format.strip), columns: columns)
  }
}

extension CellSource {
  init(_ cell: StatementFormat.Cell) throws(FormatFault) {
    switch cell {
    case .named(let names): self = .named(names)
    case .position(let place): self = .position(place)
    case .pointer(let text): self = .pointer(try JSONPointer(parsing: text))
    }
  }
}

extension JSONPointer {
  init(parsing text: String) throws(FormatFault) {
    guard let pointer = JSONPointer(text) else { throw FormatFault(expected: "a JSON pointer such as /data/items", found: "'\(text)'") }
    self = pointer
  }
}

extension Tables.TimeFormat {
  init(_ format: StatementFormat.TimeFormat) throws(FormatFault) {
    switch format {
    case .pattern(let text):
      guard let pattern = TimePattern(text) else { throw FormatFault(expected: "a pattern such as yyyy-MM-dd HH:mm:ss", found: "'\(text)'") }
      self = .pattern(pattern)
    case .iso: self = .iso8601
    case .serial: self = .serial
    case .seconds: self = .secondsSince1970
    case .milliseconds: self = .millisecondsSince1970
    }
  }
}

extension AmountFormat {
  init(_ writing: StatementFormat.AmountWriting, scale: Int) {
    let decimalSign: DecimalSign =
      switch writing.decimal {
      case .point: .point
      case .comma: .comma
      case .minorUnits: .minorUnits
      }
    self.init(
      scale: scale, decimalSign: decimalSign, grouping: Grouping(writing.grouping), currencySigns: writing.signs,
      allowsParentheses: writing.allowsParentheses, allowsTrailingMinus: writing.allowsTrailingMinus, emptyIsZero: true)
  }
}

extension AmountFormat.Grouping {
  fileprivate init(_ grouping: StatementFormat.AmountWriting.Grouping) {
    switch grouping {
    case .none: self = .none
    case .comma: self = .comma
    case .point: self = .point
    case .apostrophe: self = .apostrophe
    case .space: self = .space
    }
  }
}

extension TableContainer {
  fileprivate init(_ container: StatementFormat.Container) throws(FormatFault) {
    switch container {
    case .delimited(let rules): self = .delimited(DelimitedRules(rules))
    case .xlsx(let sheet): self = .xlsx(sheet.map { .named($0) } ?? .withHeader)
    case .json(let rows): self = .json(rows: try JSONPointer(parsing: rows))
    case .jsonLines: self = .jsonLines
    }
  }
}

extension DelimitedRules {
  fileprivate init(_ rules: StatementFormat.Delimited) {
    let encoding: TextEncoding =
      switch rules.encoding {
      case .utf8: .utf8
      case .utf16: .utf16
      case .utf16le: .utf16le
      case .utf16be: .utf16be
      case .gb18030: .gb18030
      }
    let quotes: QuoteRule =
      switch rules.quotes {
      case .standard: .rfc4180
      case .none: .none
      case .backtick: .backtick
      case .someBackticks: .someBackticks
      }
    self.init(encoding: encoding, delimiter: rules.delimiter, quotes: quotes, allowsBlankExtraCells: rules.allowsBlankExtraCells)
  }
}

extension Packaging {
  fileprivate init(_ packaging: StatementFormat.Packaging) {
    switch packaging {
    case .none: self = .none
    case .gzip: self = .gzip
    case .zip(let member): self = .zip(member: member)
    }
  }
}

extension Preamble {
  fileprivate init(_ preamble: StatementFormat.Preamble) {
    switch preamble {
    case .none: self = .none
    case .lines(let count): self = .lines(count)
    case .comments(let mark): self = .comments(mark)
    case .untilHeader: self = .untilHeader
    }
  }
}

extension HeaderRule {
  fileprivate init(_ header: StatementFormat.Header) {
    switch header {
    case .named: self = .named
    case .merged(let rows): self = .merged(rows: rows)
    case .none: self = .none
    }
  }
}

extension TrailerRule {
  fileprivate init(_ end: StatementFormat.End) {
    switch end {
    case .prefix(let text): self = .prefix(text)
    case .line(let text): self = .end(text)
    case .header(let names): self = .secondHeader(names)
    }
  }
}

extension CellWrapping {
  fileprivate init(_ strip: [StatementFormat.Wrapping]) {
    self = []
    for wrapping in strip {
      switch wrapping {
      case .spaces: insert(.spaces)
      case .tab: insert(.trailingTab)
      case .excelText: insert(.excelText)
      case .backtick: insert(.backtick)
      case .fullWidth: insert(.fullWidth)
      }
    }
  }
}
