/// How much a partner's file may hold before it is refused; generous for any real file, tight for a bomb.
///
/// All bounds of this module stand in this file; what is unpacked is counted while it is unpacked, not believed.
public enum TableLimits {
  /// A file after unpacking, in bytes: 4 GiB.
  public static let unpackedBytes = 4 << 30
  /// Unpacked to packed size, once more than ``ratioFreeBytes`` came out; statements stay below 60, deflate ends at 1032.
  public static let ratio = 300
  /// Up to this size (8 MiB) any ratio goes.
  public static let ratioFreeBytes = 8 << 20
  /// Entries of a zip archive that is no workbook.
  public static let members = 10_000
  /// Data rows of a file.
  public static let rows = 100_000_000
  /// Columns of delimited text.
  public static let columns = 4096
  /// A row of delimited text or a JSON line, in bytes; a cell can be no longer.
  public static let rowBytes = CSVLimits.rowBytes
  /// Lines or rows before the header.
  public static let preambleRows = 1000
  /// Rows behind the data.
  public static let trailerRows = 1000
  /// What is kept of all rows before the header, and of all rows behind the data, in memory (16 MiB).
  public static let sideBytes = 16 << 20
  /// Bytes that do not belong to the encoding; beyond it the file is in another one.
  public static let badBytes = 10_000
}

/// Bounds of the canonical CSV reader, which holds its file in memory.
public enum CSVLimits {
  /// The longest row in bytes, quotes and line ends inside quotes included.
  public static let rowBytes = 1 << 20
  /// The largest file in bytes: a ``Cell`` counts in 32 bits.
  public static let fileBytes = Int(UInt32.max)
}

/// How much a workbook may hold before it is refused; generous for any partner's file, tight for a bomb.
public enum XlsxLimits {
  /// A workbook inside a gzip file or zip archive, in bytes (512 MiB); it is held in memory.
  public static let packedBytes = 512 << 20
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
  /// The text of one cell, in bytes of UTF-8: Excel's 32,767 characters.
  public static let cellBytes = 32_767 * 4
  /// Merged cells of a sheet; only read where the header is made of several rows.
  public static let mergedCells = 100_000
  /// Cells in the first three rows of all merged cells.
  public static let mergedColumns = 4_000_000
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

/// Bounds of the JSON reader.
public enum JSONLimits {
  /// Objects and arrays inside each other.
  public static let depth = 64
  /// The largest file in bytes: a ``JSONNode`` counts in 32 bits.
  public static let fileBytes = Int(UInt32.max)
  /// The largest document in bytes, 1 GiB.
  public static let documentBytes = 1 << 30
  /// Values and names of a document; the largest tape takes 800 MB.
  public static let nodes = 50_000_000
}
