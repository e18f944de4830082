import Glibc

/// Owns glibc's converter from one encoding to UTF-8; strict, nothing is replaced or left out.
@safe
struct TextConverter: ~Copyable {
  enum Stop {
    /// All of the input is converted.
    case done
    /// The output is full.
    case full
    /// The byte at the input's new start does not belong to the encoding.
    case badByte
    /// What is left of the input is the beginning of a character.
    case cut
  }

  private let converter: iconv_t

  /// `encoding` is one that glibc knows; nil when the system lacks its tables.
  init?(from encoding: String) {
    guard let opened = unsafe iconv_open("UTF-8", encoding), unsafe opened != UnsafeMutableRawPointer(bitPattern: -1) else { return nil }
    unsafe converter = opened
  }

  deinit { _ = unsafe iconv_close(converter) }

  /// Converts `input[inputStart...]` into `output[outputStart...]` as far as possible and moves both starts.
  @unsafe
  func convert(
    _ input: UnsafeMutableRawBufferPointer, _ inputStart: inout Int, _ output: UnsafeMutableRawBufferPointer, _ outputStart: inout Int
  ) -> Stop {
    var source = unsafe input.baseAddress?.advanced(by: inputStart).assumingMemoryBound(to: CChar.self)
    var sourceLeft = input.count - inputStart
    var target = unsafe output.baseAddress?.advanced(by: outputStart).assumingMemoryBound(to: CChar.self)
    var targetLeft = output.count - outputStart
    let result = unsafe iconv(converter, &source, &sourceLeft, &target, &targetLeft)
    let code = errno
    inputStart = input.count - sourceLeft
    outputStart = output.count - targetLeft
    if result != -1 { return .done }
    switch code {
    case E2BIG: return .full
    case EINVAL: return .cut
    default: return .badByte
    }
  }
}
