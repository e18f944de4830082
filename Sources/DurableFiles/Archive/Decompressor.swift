import CZstd
import Glibc

/// zstd's decompression state, owned; memory is bounded by a window of 8 MiB, more than our level ever uses.
@safe struct Decompressor: ~Copyable {
  struct Step {
    let taken: Int
    let given: Int
    /// The frame ended and its checksum was right.
    let isEnd: Bool
  }

  private let context: OpaquePointer

  private init(owning context: OpaquePointer) { unsafe self.context = context }

  /// Throws ENOMEM.
  static func make(for path: String) throws(FileFailure) -> Decompressor {
    let failure = FileFailure(operation: "unpack", path: path, code: ENOMEM, remedy: "give this process more memory and start again")
    guard let context = unsafe ZSTD_createDCtx() else { throw failure }
    let decompressor = unsafe Decompressor(owning: context)
    if ZSTD_isError(unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 23)) != 0 { throw failure }
    return decompressor
  }

  deinit { unsafe _ = ZSTD_freeDCtx(context) }

  /// Takes from `range` of `input` what fits into `output` from `start` on; zstd's words when it is not what our compressor writes.
  mutating func step(_ input: [UInt8], _ range: Range<Int>, into output: inout [UInt8], from start: Int) -> Result<Step, Words> {
    unsafe input.span.extracting(range).withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var to = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: start)
        let left = unsafe ZSTD_decompressStream(context, &to, &from)
        if ZSTD_isError(left) != 0 { return .failure(Words(text: zstdWords(of: left))) }
        return unsafe .success(Step(taken: from.pos, given: to.pos - start, isEnd: left == 0))
      }
    }
  }

  struct Words: Error { let text: String }
}
