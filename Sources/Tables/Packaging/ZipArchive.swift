import CZip
import Glibc

/// Owns libzip's handle of one archive opened for reading.
@safe
final class ZipArchive {
  /// What the archive should be, for messages and limits.
  enum Purpose {
    case workbook
    /// Packed statements.
    case members

    var words: String { self == .workbook ? "an xlsx workbook" : "a zip archive" }
    var part: String { self == .workbook ? "part" : "member" }
    var entries: Int { self == .workbook ? XlsxLimits.entries : TableLimits.members }
    var unpackedBytes: UInt64 { self == .workbook ? XlsxLimits.unpackedBytes : UInt64(TableLimits.unpackedBytes) }
  }

  /// The archive as the caller named it.
  let path: String
  private let archive: OpaquePointer
  private let purpose: Purpose
  /// Where each part is, by its name.
  private(set) var index: [String: UInt64] = [:]
  private var sizes: [String: UInt64] = [:]

  /// Opens the archive and checks every entry against the limits; throws ``TableError`` naming what is wrong.
  convenience init(path: String, name: String, _ purpose: Purpose) throws(TableError) {
    try Self.check(FileInput(path: path, name: name), purpose)
    var code: Int32 = 0
    guard let opened = unsafe zip_open(path, ZIP_RDONLY, &code) else { throw Self.damaged(name, purpose, Self.words(code)) }
    try unsafe self.init(opened, name, purpose)
  }

  /// The same of an archive in memory.
  convenience init(bytes: [UInt8], name: String, _ purpose: Purpose) throws(TableError) {
    try Self.check(MemoryInput(bytes: bytes, name: name), purpose)
    try unsafe self.init(Self.open(bytes, name, purpose), name, purpose)
  }

  private init(_ opened: OpaquePointer, _ name: String, _ purpose: Purpose) throws(TableError) {
    unsafe archive = opened
    path = name
    self.purpose = purpose
    try checkEntries()
  }

  deinit { unsafe zip_discard(archive) }

  /// Opens a part; throws ``TableError`` when the archive has none of that name or it cannot be unpacked.
  func open(_ name: String) throws(TableError) -> ZipPart {
    guard let entry = index[name] else { throw failure(name, "the \(purpose.part)", "none") }
    guard let file = unsafe zip_fopen_index(archive, entry, 0) else {
      throw failure(name, "a readable \(purpose.part)", lastError)
    }
    return unsafe ZipPart(archive: self, name: name, size: sizes[name] ?? 0, file: file)
  }

  func failure(_ part: String, _ expected: String, _ found: String) -> TableError {
    TableError(file: path, field: Excerpt.of(part.utf8), expected: expected, found: found)
  }

  private var lastError: String { unsafe String(cString: zip_strerror(archive)) }

  private static func check(_ input: some TableInput, _ purpose: Purpose) throws(TableError) {
    let head = try input.head(FileSignature.headBytes, expected: purpose.words)
    if head.starts(with: FileSignature.zip) { return }
    let found = try FileSignature.name(head, input) ?? "something else, starting with '\(Excerpt.of(head.prefix(8)))'"
    throw TableError(file: input.name, field: "file", expected: purpose.words, found: found, isEmpty: head.isEmpty)
  }

  /// libzip frees the copy of the bytes with the archive.
  private static func open(_ bytes: [UInt8], _ name: String, _ purpose: Purpose) throws(TableError) -> OpaquePointer {
    guard let copy = unsafe malloc(bytes.count) else { throw damaged(name, purpose, "no memory to open it") }
    unsafe bytes.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(start: copy, count: bytes.count).copyMemory(from: $0) }
    var error = unsafe zip_error_t()
    unsafe zip_error_init(&error)
    defer { unsafe zip_error_fini(&error) }
    guard let source = unsafe zip_source_buffer_create(copy, UInt64(bytes.count), 1, &error) else {
      unsafe free(copy)
      throw unsafe damaged(name, purpose, String(cString: zip_error_strerror(&error)))
    }
    guard let opened = unsafe zip_open_from_source(source, ZIP_RDONLY, &error) else {
      unsafe zip_source_free(source)
      throw unsafe damaged(name, purpose, String(cString: zip_error_strerror(&error)))
    }
    return unsafe opened
  }

  private static func damaged(_ name: String, _ purpose: Purpose, _ words: String) -> TableError {
    TableError(file: name, field: "file", expected: purpose.words, found: "a damaged zip archive (\(words))")
  }

  private static func words(_ code: Int32) -> String {
    var error = unsafe zip_error_t()
    unsafe zip_error_init_with_code(&error, code)
    defer { unsafe zip_error_fini(&error) }
    return unsafe String(cString: zip_error_strerror(&error))
  }

  private func checkEntries() throws(TableError) {
    let count = unsafe zip_get_num_entries(archive, 0)
    guard count >= 0 && count <= purpose.entries else {
      throw failure("file", "at most \(purpose.entries) \(purpose.part)s", "\(count)")
    }
    var total: UInt64 = 0
    for entry in 0..<UInt64(count) {
      var status = unsafe zip_stat_t()
      guard unsafe zip_stat_index(archive, entry, 0, &status) == 0,
        let rawName = unsafe zip_get_name(archive, entry, ZIP_FL_ENC_RAW)
      else { throw failure("file", "readable zip entries", lastError) }
      let name = unsafe MemberName.text(of: rawName)
      try unsafe check(name, status, &total)
      guard index.updateValue(entry, forKey: name) == nil else { throw failure(name, "the \(purpose.part) once", "twice") }
    }
  }

  private func check(_ name: String, _ status: zip_stat_t, _ total: inout UInt64) throws(TableError) {
    if unsafe status.encryption_method != UInt16(ZIP_EM_NONE) {
      let expected = purpose == .workbook ? "an unencrypted workbook" : "an unencrypted archive"
      throw failure(name, expected, "an encrypted \(purpose.part)")
    }
    let (size, packed) = unsafe (status.size, status.comp_size)
    let (sum, overflow) = total.addingReportingOverflow(size)
    guard !overflow && sum <= purpose.unpackedBytes else {
      throw failure("file", "at most \(purpose.unpackedBytes) bytes unpacked", "more, with \(name)")
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

/// A member of a zip archive being unpacked.
final class ZipMemberStream: ByteStream {
  private var part: ZipPart

  init(_ archive: ZipArchive, member: String) throws(TableError) { part = try archive.open(member) }

  @unsafe
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    try unsafe part.read(into: buffer.baseAddress!, buffer.count)
  }
}
