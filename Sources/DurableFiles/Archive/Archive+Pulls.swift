import Glibc

/// The catalogue: one small file per pull, written once.
extension Archive {
  /// Appends what a pull of the run of `day` found, durably; returns the record with its place.
  ///
  /// Store the objects first: a record never names an object that is not there. Throws EINVAL for a day that cannot be a folder's name.
  @discardableResult
  public func append(_ inputs: [PulledInput], to day: String) throws(FileFailure) -> PullRecord {
    let folder = try pullFolder(of: day)
    try FolderTree.ensure(folder)
    let pull = PullRecord(day: day, sequence: try pullNumbers(in: folder).last.map { $0 + 1 } ?? 1, inputs: inputs)
    var file = try TemporaryFile(in: incoming)
    try file.append(PullText.encode(pull).span)
    try file.publish(as: Path.join(folder, Self.pullName(pull.sequence)))
    try Descriptor(folder: folder).sync(folder)
    try Descriptor(folder: pulls).sync(pulls)
    return pull
  }

  /// The pulls of the run of `day`, in their order; none when there was none.
  ///
  /// Throws `.damaged` when one is not what was written, or when one between two others is gone.
  public func pulls(of day: String) throws(ArchiveFailure) -> [PullRecord] {
    let folder = try readingArchive { () throws(FileFailure) in try pullFolder(of: day) }
    let numbers = try readingArchive { () throws(FileFailure) in try pullNumbers(in: folder) }
    guard let last = numbers.last else { return [] }
    var found: [PullRecord] = []
    for number in 1...last { found.append(try pull(number, of: day, at: Path.join(folder, Self.pullName(number)))) }
    return found
  }

  /// The days that have pulls, sorted.
  public func pullDays() throws(FileFailure) -> [String] {
    guard try FolderTree.kind(of: pulls) == .folder else { return [] }
    return try FolderTree.names(in: pulls)
  }

  private func pull(_ number: Int, of day: String, at path: String) throws(ArchiveFailure) -> PullRecord {
    let expected = "pull \(number) of \(day) as it was written"
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try Descriptor(open: path, O_RDONLY).readAll(path)
    } catch {
      throw error.code == ENOENT ? .damaged(path: path, expected: expected, found: "nothing") : .file(error)
    }
    guard let pull = PullText.decode(bytes) else { throw .damaged(path: path, expected: expected, found: "other text") }
    guard pull.day == day, pull.sequence == number else {
      throw .damaged(path: path, expected: expected, found: "pull \(pull.sequence) of \(pull.day)")
    }
    return pull
  }

  private func pullFolder(of day: String) throws(FileFailure) -> String {
    try Path.check(name: day, in: day)
    return Path.join(pulls, day)
  }

  /// `0001.json`.
  private static func pullName(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ".json"
  }

  /// The numbers that have a file, ascending; other names are not ours.
  private func pullNumbers(in folder: String) throws(FileFailure) -> [Int] {
    guard try FolderTree.kind(of: folder) == .folder else { return [] }
    return try FolderTree.names(in: folder).compactMap(Self.pullNumber).sorted()
  }

  /// Nil for a name that is not ours.
  static func pullNumber(_ name: String) -> Int? {
    guard name.hasSuffix(".json"), let number = Int(name.dropLast(".json".count)), number > 0, name == Self.pullName(number) else {
      return nil
    }
    return number
  }
}
