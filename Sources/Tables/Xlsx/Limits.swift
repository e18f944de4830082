/// How much a workbook may hold before it is refused; generous for any partner's file, tight for a bomb.
public enum XlsxLimits {
  /// Parts in the archive.
  public static let entries = 10_000
  /// All parts together, unpacked, in bytes (2 GiB; a full sheet of 9 columns is about 400 MB).
  public static let unpackedBytes: UInt64 = 2 << 30
  /// Unpacked to packed size of a part larger than ``ratioFreeBytes``; sheets of numbers stay below 40, deflate ends at 1032.
  public static let ratio: UInt64 = 300
  /// Parts up to this size (8 MiB) may have any ratio.
  public static let ratioFreeBytes: UInt64 = 8 << 20
  /// Shared strings.
  public static let sharedStrings = 20_000_000
  /// All shared strings together, in bytes of UTF-8.
  public static let sharedStringBytes = 1 << 30
  /// The text of one row, in bytes of UTF-8.
  public static let rowBytes = 16 << 20
  /// Nested XML elements.
  public static let depth = 64
  /// Rows and columns of a sheet, as Excel has them.
  public static let rows = 1_048_576
  public static let columns = 16_384
  /// Sheets, and cell formats.
  public static let sheets = 10_000
  public static let cellFormats = 100_000
}
