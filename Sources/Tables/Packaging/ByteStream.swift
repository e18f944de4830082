import Glibc

/// Bytes that come one piece after the other.
protocol ByteStream: AnyObject {
  /// Fills `buffer`, which is not empty, from its start; returns how many bytes, 0 at the end.
  @unsafe func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int
  /// How many bytes there are in all, where that is known beforehand; a guess, not a bound.
  var size: Int? { get }
}

/// A partner's file, on disk or in memory, before anything is known of it.
protocol TableInput {
  /// For messages.
  var name: String { get }
  /// Opens it from its start; `expected` is what it should have been, for the error.
  func stream(expected: String) throws(TableError) -> any ByteStream
  func zipArchive(_ purpose: ZipArchive.Purpose) throws(TableError) -> ZipArchive
}

extension TableInput {
  func failure(_ expected: String, _ found: String) -> TableError {
    TableError(file: name, field: "file", expected: expected, found: found)
  }

  /// The first `count` bytes, or all there are.
  func head(_ count: Int, expected: String) throws(TableError) -> [UInt8] {
    try stream(expected: expected).head(count)
  }
}

extension ByteStream {
  var size: Int? { nil }

  /// Reads the next `count` bytes, or all there are.
  func head(_ count: Int) throws(TableError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let filled = try fill(&bytes, from: 0)
    bytes.removeLast(count - filled)
    return bytes
  }

  /// Reads to the end; throws ``TableError`` when there are more than `limit` bytes.
  func all(_ name: String, atMost limit: Int) throws(TableError) -> [UInt8] {
    func tooLong() -> TableError { TableError(file: name, field: "file", expected: "at most \(limit) bytes", found: "more") }
    var bytes: [UInt8] = []
    if let size {
      guard size <= limit else { throw tooLong() }
      bytes.reserveCapacity(size + 1)
    }
    var count = 0
    repeat {
      count = bytes.count
      guard count <= limit else { throw tooLong() }
      bytes.append(contentsOf: try head(min(max(count, 1 << 16), 1 << 24)))
    } while bytes.count > count
    return bytes
  }

  /// Fills `bytes` from `start` to its end as far as the stream goes; returns where the bytes end.
  func fill(_ bytes: inout [UInt8], from start: Int) throws(TableError) -> Int {
    var filled = start
    while filled < bytes.count {
      let from = filled
      let count = try unsafe bytes.withBytes { bytes throws(TableError) in
        try unsafe read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[from...]))
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }
}

extension [UInt8] {
  /// `withUnsafeMutableBytes` with a typed error.
  @inline(__always)
  mutating func withBytes<Value>(
    _ body: (UnsafeMutableRawBufferPointer) throws(TableError) -> Value
  ) throws(TableError) -> Value {
    let result = unsafe withUnsafeMutableBytes { bytes -> Result<Value, TableError> in
      do throws(TableError) { return .success(try unsafe body(bytes)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}

struct FileInput: TableInput {
  let path: String
  let name: String

  func stream(expected: String) throws(TableError) -> any ByteStream { try FileStream(self, expected: expected) }

  func zipArchive(_ purpose: ZipArchive.Purpose) throws(TableError) -> ZipArchive { try ZipArchive(path: path, name: name, purpose) }
}

struct MemoryInput: TableInput {
  let bytes: [UInt8]
  let name: String

  func stream(expected: String) throws(TableError) -> any ByteStream { MemoryStream(bytes) }

  func zipArchive(_ purpose: ZipArchive.Purpose) throws(TableError) -> ZipArchive { try ZipArchive(bytes: bytes, name: name, purpose) }
}

/// A regular file being read; a pipe or a device is never waited for.
@safe
final class FileStream: ByteStream {
  private let input: FileInput
  private let expected: String
  private let descriptor: Int32
  private(set) var size: Int?

  init(_ input: FileInput, expected: String) throws(TableError) {
    self.input = input
    self.expected = expected
    descriptor = unsafe open(input.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw input.failure(expected, Self.systemWords()) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw input.failure(expected, Self.systemWords()) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw input.failure(expected, FileBytes.kind(of: status.st_mode)) }
    size = Int(status.st_size)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  @unsafe
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    while true {
      let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw input.failure(expected, Self.systemWords()) }
    }
  }

  private static func systemWords() -> String {
    let code = errno
    return unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}

final class MemoryStream: ByteStream {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  @unsafe
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    let count = min(buffer.count, bytes.count - position)
    unsafe buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

/// A stream whose first bytes were looked at; hands them out once more.
final class RewoundStream: ByteStream {
  private let head: MemoryStream
  private let rest: any ByteStream
  var size: Int? { rest.size }

  init(_ head: [UInt8], then rest: any ByteStream) {
    self.head = MemoryStream(head)
    self.rest = rest
  }

  @unsafe
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    let count = try unsafe head.read(into: buffer)
    return try count > 0 ? count : unsafe rest.read(into: buffer)
  }
}
