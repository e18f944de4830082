import Testing

@testable import DurableFiles

/// Bytes that are the same for the same seed: rows of text, so that they pack well.
func rows(_ count: Int, seed: UInt64) -> [UInt8] {
  var random = SplitMix64(state: seed)
  var bytes: [UInt8] = []
  while bytes.count < count { bytes += "R\(random.below(1_000_000)),O\(random.below(1_000)),takeout-coupon,1.99\n".utf8 }
  return Array(bytes.prefix(count))
}

/// Every file below `folder`, as paths relative to it, sorted.
func files(below folder: String, _ prefix: String = "") throws -> [String] {
  var found: [String] = []
  for name in try FolderTree.names(in: folder) {
    let path = "\(folder)/\(name)"
    if try FolderTree.kind(of: path) == .folder {
      found += try files(below: path, "\(prefix)\(name)/")
    } else {
      found.append(prefix + name)
    }
  }
  return found
}

func objectPath(_ digest: FileDigest) -> String { "objects/\(digest.sha256.prefix(2))/\(digest.sha256.dropFirst(2)).zst" }

/// Changes the file at `path` by hand.
func edit(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
  var content = try bytes(of: path)
  change(&content)
  try FolderTree.remove(path)
  var file = try OutputFile(path: path)
  try file.append(content)
  _ = try file.finish()
}
