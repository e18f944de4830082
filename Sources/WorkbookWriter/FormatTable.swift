import CXlsxWriter

/// The formats of one workbook, made once: for each `CellFormat` one for text and one for numbers of each exponent.
@safe struct FormatTable {
  /// Font for Chinese text on Windows and macOS; LibreOffice falls back to an installed CJK font.
  private static let font = "Microsoft YaHei"
  /// Largest exponent of a currency or rate that has a number format.
  static let maximumExponent = 6

  private let formats: [UnsafeMutablePointer<lxw_format>]

  /// `nil` when memory runs out.
  init?(_ book: borrowing WorkbookHandle) {
    var formats: [UnsafeMutablePointer<lxw_format>] = unsafe []
    for look in CellFormat.allCases {
      for exponent in [nil] + (0...Self.maximumExponent).map(Optional.some) {
        guard let format = unsafe book.addFormat() else { return nil }
        unsafe Self.setUp(format, look, exponent)
        unsafe formats.append(format)
      }
    }
    unsafe self.formats = formats
  }

  /// The format for `look` in a number cell of that exponent, or in a text cell when `exponent` is `nil`.
  func format(_ look: CellFormat, exponent: Int?) -> UnsafeMutablePointer<lxw_format> {
    unsafe formats[look.rawValue * (Self.maximumExponent + 2) + (exponent ?? -1) + 1]
  }

  private static func setUp(_ format: UnsafeMutablePointer<lxw_format>, _ look: CellFormat, _ exponent: Int?) {
    unsafe format_set_font_name(format, font)
    unsafe format_set_font_size(format, look == .title ? 16 : look == .note ? 9 : 10)
    unsafe format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    if let exponent, let numbers = numberFormat(look, exponent) {
      unsafe format_set_num_format(format, numbers)
    }
    switch look {
    case .title:
      unsafe format_set_bold(format)
    case .label:
      unsafe format_set_bg_color(format, 0xF2F2F2)
      unsafe hairline(format)
    case .value:
      unsafe format_set_text_wrap(format)
      unsafe hairline(format)
    case .header:
      unsafe format_set_bold(format)
      unsafe format_set_bg_color(format, 0xD9E2F3)
      unsafe format_set_text_wrap(format)
      unsafe format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
      unsafe hairline(format)
    case .wrappedText:
      unsafe format_set_text_wrap(format)
      unsafe format_set_indent(format, 1)
    case .note:
      unsafe format_set_font_color(format, 0x7F7F7F)
    case .integer, .amount:
      unsafe format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
    case .totalLabel, .totalInteger, .totalAmount:
      unsafe format_set_bold(format)
      unsafe format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
      if look != .totalLabel { unsafe format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue)) }
    case .date, .dateTime:
      unsafe format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
    case .section:
      unsafe format_set_bold(format)
      unsafe format_set_bottom(format, UInt8(LXW_BORDER_MEDIUM.rawValue))
      unsafe format_set_border_color(format, 0x8EA9DB)
    case .link:
      unsafe format_set_font_color(format, 0x0563C1)
      unsafe format_set_underline(format, UInt8(LXW_UNDERLINE_SINGLE.rawValue))
    case .mark:
      unsafe format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
    case .text:
      break
    }
  }

  private static func hairline(_ format: UnsafeMutablePointer<lxw_format>) {
    unsafe format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
    unsafe format_set_border_color(format, 0xBFBFBF)
  }

  private static func numberFormat(_ look: CellFormat, _ exponent: Int) -> String? {
    switch look {
    case .integer, .totalInteger: return "#,##0"
    case .amount, .totalAmount, .value:
      let digits = exponent == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: exponent)
      return "\(digits);[Red]-\(digits)"
    case .date: return "yyyy-mm-dd"
    case .dateTime: return "yyyy-mm-dd hh:mm:ss"
    case .title, .label, .header, .text, .wrappedText, .note, .totalLabel, .section, .link, .mark: return nil
    }
  }
}
