import Glibc

/// The names of a zip archive's members: UTF-8, or GBK as Chinese Windows writes them.
enum MemberName {
  @unsafe
  static func text(of raw: UnsafePointer<CChar>) -> String {
    var bytes = unsafe Array(UnsafeRawBufferPointer(start: raw, count: strlen(raw)))
    if let name = String(validating: bytes, as: UTF8.self) { return name }
    var output = [UInt8](repeating: 0, count: bytes.count * 4)
    var (read, written) = (0, 0)
    if let converter = TextConverter(from: "GB18030") {
      let stop = unsafe bytes.withUnsafeMutableBytes { bytes in
        unsafe output.withUnsafeMutableBytes { unsafe converter.convert(bytes, &read, $0, &written) }
      }
      if stop == .done { return String(decoding: output[..<written], as: UTF8.self) }
    }
    return Excerpt.of(bytes)
  }
}
