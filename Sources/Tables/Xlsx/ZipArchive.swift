import CZip

/// Owns libzip's handle of one archive opened for reading.
@safe
final class ZipArchive {
  let path: String
  private let archive: OpaquePointer
  /// Where each part is, by its name.
  private(set) var index: [String: UInt64] = [:]
  private var sizes: [String: UInt64] = [:]

  /// Opens the archive and checks every entry against ``XlsxLimits``; throws ``TableError`` naming what is wrong.
  init(path: String) throws(TableError) {
    try WorkbookSignature.check(path)
    var code: Int32 = 0
    guard let opened = unsafe zip_open(path, ZIP_RDONLY, &code) else {
      throw TableError(file: path, field: "file", expected: "an xlsx workbook", found: "a damaged zip archive (\(Self.words(code)))")
    }
    unsafe archive = opened
    self.path = path
    try checkEntries()
  }

  deinit { unsafe zip_discard(archive) }

  /// Opens a part; throws ``TableError`` when the archive has none of that name or it cannot be unpacked.
  func open(_ name: String) throws(TableError) -> ZipPart {
    guard let entry = index[name] else { throw failure(name, "the part", "none") }
    guard let file = unsafe zip_fopen_index(archive, entry, 0) else { throw failure(name, "a readable part", lastError) }
    return unsafe ZipPart(archive: self, name: name, size: sizes[name] ?? 0, file: file)
  }

  func failure(_ part: String, _ expected: String, _ found: String) -> TableError {
    TableError(file: path, field: part, expected: expected, found: found)
  }

  private var lastError: String { unsafe String(cString: zip_strerror(archive)) }

  private static func words(_ code: Int32) -> String {
    var error = unsafe zip_error_t()
    unsafe zip_error_init_with_code(&error, code)
    defer { unsafe zip_error_fini(&error) }
    return unsafe String(cString: zip_error_strerror(&error))
  }

  private func checkEntries() throws(TableError) {
    let count = unsafe zip_get_num_entries(archive, 0)
    guard count >= 0 && count <= XlsxLimits.entries else {
      throw failure("file", "at most \(XlsxLimits.entries) parts", "\(count)")
    }
    var total: UInt64 = 0
    for entry in 0..<UInt64(count) {
      var status = unsafe zip_stat_t()
      guard unsafe zip_stat_index(archive, entry, 0, &status) == 0, let rawName = unsafe status.name else {
        throw failure("file", "readable zip entries", lastError)
      }
      let name = unsafe String(cString: rawName)
      try unsafe check(name, status, &total)
      guard index.updateValue(entry, forKey: name) == nil else { throw failure(name, "the part once", "twice") }
    }
  }

  private func check(_ name: String, _ status: zip_stat_t, _ total: inout UInt64) throws(TableError) {
    if unsafe status.encryption_method != UInt16(ZIP_EM_NONE) { throw failure(name, "an unencrypted workbook", "an encrypted part") }
    let (size, packed) = unsafe (status.size, status.comp_size)
    let (sum, overflow) = total.addingReportingOverflow(size)
    guard !overflow && sum <= XlsxLimits.unpackedBytes else {
      throw failure("file", "at most \(XlsxLimits.unpackedBytes) bytes unpacked", "more, with \(name)")
    }
    total = sum
    sizes[name] = size
    if size > XlsxLimits.ratioFreeBytes && size / max(packed, 1) >= XlsxLimits.ratio {
      throw failure(name, "at most \(XlsxLimits.ratio) times its packed size", "\(packed) bytes that unpack to \(size)")
    }
  }
}

/// One part being unpacked; libzip checks size and CRC at its end.
@safe
struct ZipPart: ~Copyable {
  let archive: ZipArchive
  let name: String
  private let file: OpaquePointer
  private var left: UInt64

  init(archive: ZipArchive, name: String, size: UInt64, file: OpaquePointer) {
    self.archive = archive
    self.name = name
    left = size
    unsafe self.file = file
  }

  /// Unpacks into `buffer`; returns how many bytes, 0 at the end. Throws ``TableError`` when the packed data is
  /// damaged or holds more than the archive's directory says, which is what the limits were checked against.
  mutating func read(into buffer: UnsafeMutableRawPointer, _ capacity: Int) throws(TableError) -> Int {
    let count = unsafe zip_fread(file, buffer, UInt64(capacity))
    guard count >= 0 else {
      throw archive.failure(name, "an undamaged part", unsafe String(cString: zip_file_strerror(file)))
    }
    guard UInt64(count) <= left else { throw archive.failure(name, "as many bytes as the archive says", "more") }
    left -= UInt64(count)
    return Int(count)
  }

  deinit { _ = unsafe zip_fclose(file) }
}
