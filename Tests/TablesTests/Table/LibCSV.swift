import CCsv

/// Debian's libcsv: another strict reader and writer of CSV.
enum LibCSV {
  /// The rows as it writes them, every field in quotes.
  static func written(_ rows: [[[UInt8]]], delimiter: UInt8, lineEnd: [UInt8]) -> [UInt8] {
    var file: [UInt8] = []
    for row in rows {
      for (place, field) in row.enumerated() {
        if place > 0 { file.append(delimiter) }
        var room = [UInt8](repeating: 0, count: 2 * field.count + 2)
        let count = unsafe csv_write2(&room, room.count, field, field.count, UInt8(ascii: "\""))
        file += room[..<count]
      }
      file += lineEnd
    }
    return file
  }

  /// The rows as it reads them; `isBroken` when it stopped at what is not CSV.
  static func read(_ file: [UInt8], delimiter: UInt8) -> (rows: [[[UInt8]]], isBroken: Bool) {
    var parser = unsafe csv_parser()
    unsafe csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
    defer { unsafe csv_free(&parser) }
    unsafe csv_set_delim(&parser, delimiter)
    // Blanks are text, as everywhere in our tables.
    unsafe csv_set_space_func(&parser) { _ in 0 }
    let rows = Rows()
    let context = unsafe Unmanaged.passUnretained(rows).toOpaque()
    var isBroken = unsafe csv_parse(&parser, file, file.count, Rows.field, Rows.end, context) != file.count
    if !isBroken { isBroken = unsafe csv_fini(&parser, Rows.field, Rows.end, context) != 0 }
    return (rows.complete, isBroken)
  }
}

/// Collects what libcsv reads.
private final class Rows {
  var complete: [[[UInt8]]] = []
  private var current: [[UInt8]] = []

  private static func from(_ context: UnsafeMutableRawPointer?) -> Rows {
    unsafe Unmanaged<Rows>.fromOpaque(context!).takeUnretainedValue()
  }

  static let field: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = { bytes, count, context in
    let field = unsafe bytes.map { unsafe Array(UnsafeRawBufferPointer(start: $0, count: count)) } ?? []
    unsafe from(context).current.append(field)
  }

  static let end: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
    let rows = unsafe from(context)
    rows.complete.append(rows.current)
    rows.current = []
  }
}
