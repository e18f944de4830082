import CZip
import Glibc

/// A zip archive of one member that a password opens: AES-256 as WinZip writes it (AE-2).
public enum SealedZip {
  /// Makes the archive in memory. Its bytes differ each time, for the salt is random.
  ///
  /// Throws ``SealedZipFailure`` when the name or the password cannot be used, or libzip fails; the text never holds the password.
  public static func make(name: String, bytes: [UInt8], password: String) throws(SealedZipFailure) -> [UInt8] {
    guard !password.isEmpty, !name.isEmpty else { throw SealedZipFailure("expected a name and a password, found an empty one") }
    var error = unsafe zip_error_t()
    unsafe zip_error_init(&error)
    defer { unsafe zip_error_fini(&error) }
    guard let target = unsafe zip_source_buffer_create(nil, 0, 0, &error) else { throw unsafe SealedZipFailure(&error) }
    unsafe zip_source_keep(target)  // it is read after the archive is closed
    defer { unsafe zip_source_free(target) }
    guard let archive = unsafe zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
      unsafe zip_source_free(target)
      throw unsafe SealedZipFailure(&error)
    }
    do throws(SealedZipFailure) {
      try unsafe add(name, bytes, password, to: archive)
    } catch {
      unsafe zip_discard(archive)
      throw error
    }
    return try unsafe read(target)
  }

  /// Adds the member and closes the archive, which packs and encrypts it.
  @unsafe
  private static func add(_ name: String, _ bytes: [UInt8], _ password: String, to archive: OpaquePointer) throws(SealedZipFailure) {
    func failure() -> SealedZipFailure { unsafe SealedZipFailure(String(cString: zip_strerror(archive))) }
    guard let copy = unsafe malloc(max(1, bytes.count)) else { throw SealedZipFailure("no memory") }
    unsafe bytes.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(start: copy, count: bytes.count).copyMemory(from: $0) }
    guard let source = unsafe zip_source_buffer(archive, copy, UInt64(bytes.count), 1) else {
      unsafe free(copy)
      throw failure()
    }
    let index = unsafe zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      unsafe zip_source_free(source)
      throw failure()
    }
    // The clock plays no part: the time of a member is the first that zip can write.
    guard unsafe zip_file_set_dostime(archive, UInt64(index), 0, 0x21, 0) == 0,
      unsafe zip_file_set_encryption(archive, UInt64(index), UInt16(ZIP_EM_AES_256), password) == 0
    else { throw failure() }
    guard unsafe zip_close(archive) == 0 else { throw failure() }
  }

  @unsafe
  private static func read(_ source: OpaquePointer) throws(SealedZipFailure) -> [UInt8] {
    func failure() -> SealedZipFailure { unsafe SealedZipFailure(String(cString: zip_error_strerror(zip_source_error(source)))) }
    guard unsafe zip_source_open(source) == 0 else { throw failure() }
    defer { _ = unsafe zip_source_close(source) }
    var (whole, piece): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = unsafe piece.withUnsafeMutableBytes { unsafe zip_source_read(source, $0.baseAddress, UInt64($0.count)) }
      if count < 0 { throw failure() }
      if count == 0 { return whole }
      whole += piece[..<Int(count)]
    }
  }
}

/// An archive could not be made. Never shows the password.
public struct SealedZipFailure: Error, Equatable, CustomStringConvertible {
  public let description: String

  init(_ reason: String) { description = "zip: \(reason)" }

  @unsafe
  fileprivate init(_ error: UnsafeMutablePointer<zip_error_t>) { self.init(unsafe String(cString: zip_error_strerror(error))) }
}
