import Glibc

/// The system's text for an `errno`.
func systemText(_ code: Int) -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  let status = unsafe buffer.withUnsafeMutableBufferPointer { unsafe strerror_r(Int32(code), $0.baseAddress!, $0.count) }
  return status == 0 ? String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "error \(code)"
}
