import Glibc

extension Archive {
  /// True when the bytes of this digest are stored. Their content is verified by whoever reads them.
  public func holds(_ digest: FileDigest) throws(FileFailure) -> Bool { try ObjectName(of: digest, in: self).isTaken() }

  /// Stores a file's bytes as they are; returns their digest. Other bytes than those of `expected` are not stored.
  public func store(fileAt path: String, expecting expected: FileDigest) throws(FileFailure) -> FileDigest {
    let descriptor = try Descriptor(open: path, O_RDONLY, following: true)
    var writer = try writer()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = try descriptor.read(into: &buffer, path)
      if count == 0 { return try writer.finish(expecting: expected) }
      try writer.append(buffer.span.extracting(first: count))
    }
  }

  /// Stores a file's bytes as `filter` passes them on, piece by piece; nil asks it for what it held back.
  ///
  /// Returns the digest of the file, and of what was stored.
  public func store(
    fileAt path: String, filter: (Span<UInt8>?, inout [UInt8]) -> Void
  ) throws(FileFailure) -> (came: FileDigest, stored: FileDigest) {
    let descriptor = try Descriptor(open: path, O_RDONLY, following: true)
    var writer = try writer()
    var came = RunningHash()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var output: [UInt8] = []
    while true {
      let count = try descriptor.read(into: &buffer, path)
      let piece = buffer.span.extracting(first: count)
      came.update(piece)
      output.removeAll(keepingCapacity: true)
      if count > 0 { filter(piece, &output) } else { filter(nil, &output) }
      try writer.append(output)
      if count == 0 { return (came.finish(), try writer.finish()) }
    }
  }
}
