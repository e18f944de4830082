import Faults
import Glibc

/// A private folder for libxlsxwriter's temporary files, removed with its owner.
///
/// The library would silently fall back to `$TMPDIR`, `/tmp` and `.` if its folder were missing; so the folder is made here.
/// The files in it are unlinked as soon as they are open: an interrupted process leaves at most an empty folder.
@safe struct ScratchFolder: ~Copyable {
  let path: String

  /// Makes `<parent>/workbook-XXXXXX`; throws `.temporaryFolder` when that is impossible.
  init(in parent: String, for file: String) throws(WorkbookError) {
    var template = Array("\(parent)/workbook-XXXXXX".utf8CString)
    do throws(InjectedFault) {
      try Effect.at(.makeFolder, parent)
    } catch {
      let reason = unsafe String(cString: strerror(error.code))
      throw WorkbookError(file: file, sheet: nil, row: nil, problem: .temporaryFolder(path: parent, reason: reason))
    }
    let made = unsafe template.withUnsafeMutableBufferPointer { name in unsafe mkdtemp(name.baseAddress!) != nil }
    guard made else {
      let reason = unsafe String(cString: strerror(errno))
      throw WorkbookError(file: file, sheet: nil, row: nil, problem: .temporaryFolder(path: parent, reason: reason))
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { if Effect.happens(.remove, path) { unsafe rmdir(path) } }
}
