import Testing

@testable import DurableFiles

@Suite struct PullTests {
  private static let day = "2026-03-01"

  private func input(_ source: String, _ state: PulledInput.State, _ content: UInt8? = nil, covers: String = day) -> PulledInput {
    var input = PulledInput(
      source: source, name: "store/{date}/\(source).csv", covers: covers, state: state, fetchedAt: 1_772_413_203_000_001)
    input.pulled = content.map { FileDigest(bytes: 1, sha256: Digest.sha256(of: [$0])) }
    return input
  }

  @Test func aPullIsReadAsItWasWritten() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    var full = input("redemptions", .read, 1)
    full.stored = FileDigest(bytes: 2, sha256: Digest.sha256(of: [2]))
    full.rows = 7
    full.completeness = "length \"and\" 总额"
    full.detail = "line\nend / slash"
    full.watermarkBefore = "0"
    full.watermarkAfter = "17"
    let inputs = [full, input("orders", .empty, 3), input("eleme", .waiting), input("refunds", .missing), input("meituan", .failed, 4)]
    #expect(try archive.append(inputs, to: Self.day) == PullRecord(day: Self.day, sequence: 1, inputs: inputs))
    #expect(try archive.append([], to: Self.day).sequence == 2)
    #expect(try archive.append([], to: "2026-03-02").sequence == 1)
    let both = [PullRecord(day: Self.day, sequence: 1, inputs: inputs), PullRecord(day: Self.day, sequence: 2, inputs: [])]
    #expect(try archive.pulls(of: Self.day) == both)
    #expect(try archive.pullDays() == [Self.day, "2026-03-02"])
    #expect(try FolderTree.names(in: "\(archive.pulls)/\(Self.day)") == ["0001.json", "0002.json"])
    #expect(try FolderTree.names(in: archive.incoming) == [])
    #expect(full.object == full.stored && inputs[1].object == inputs[1].pulled)
  }

  @Test func itsTextIsCanonical() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    try archive.append([input("orders", .read, 1)], to: Self.day)
    let body =
      #"{"day":"2026-03-01","inputs":[{"covers":"2026-03-01","detail":"","fetchedAt":1772413203000001,"#
      + #""name":"store/{date}/orders.csv","pulled":{"bytes":1,"sha256":"\#(Digest.sha256(of: [1]))"},"source":"orders","state":"read"}],"sequence":1}"#
    #expect(
      try content(of: "\(archive.pulls)/\(Self.day)/0001.json")
        == #"{"pull":\#(body),"sha256":"\#(Digest.sha256(of: Array(body.utf8)))"}"# + "\n")
  }

  @Test func everyChangeOfTheTextIsFound() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    try archive.append([input("orders", .read, 1)], to: Self.day)
    let path = "\(archive.pulls)/\(Self.day)/0001.json"
    let advice = "; the archive was damaged or edited: restore this file from a backup"
    let expected = "\(path): expected pull 1 of 2026-03-01 as it was written, found "
    for place in try bytes(of: path).indices {
      try edit(path) { $0[place] ^= 1 }
      #expect(failure { _ = try archive.pulls(of: Self.day) } == expected + "other text" + advice, "byte \(place)")
      try edit(path) { $0[place] ^= 1 }
    }
    let whole = try bytes(of: path)
    for change in [whole.dropLast(), whole + [10], [], [1, 2, 3]] as [[UInt8]] {
      try edit(path) { $0 = change }
      #expect(failure { _ = try archive.pulls(of: Self.day) } == expected + "other text" + advice)
    }
    try edit(path) { $0 = whole }
    try archive.append([], to: Self.day)
    try archive.append([], to: Self.day)
    let second = "\(archive.pulls)/\(Self.day)/0002.json"
    try edit(second) { $0 = whole }
    #expect(
      failure { _ = try archive.pulls(of: Self.day) }
        == "\(second): expected pull 2 of 2026-03-01 as it was written, found pull 1 of 2026-03-01" + advice)
    try FolderTree.remove(second)
    #expect(
      failure { _ = try archive.pulls(of: Self.day) }
        == "\(second): expected pull 2 of 2026-03-01 as it was written, found nothing" + advice)
  }

  @Test func theNewestUsableInputCounts() {
    let pulls = [
      PullRecord(day: Self.day, sequence: 1, inputs: [input("orders", .read, 1), input("eleme", .waiting), input("refunds", .read, 2)]),
      PullRecord(day: Self.day, sequence: 2, inputs: [input("orders", .failed, 9), input("eleme", .read, 3), input("refunds", .empty, 4)]),
      PullRecord(day: Self.day, sequence: 3, inputs: [input("eleme", .missing), input("eleme", .read, 5, covers: "2026-02-28")]),
    ]
    #expect(
      PullRecord.newestUsable(of: pulls) == [
        input("orders", .read, 1), input("refunds", .empty, 4), input("eleme", .read, 3), input("eleme", .read, 5, covers: "2026-02-28"),
      ])
    #expect(PullRecord.newestUsable(of: []) == [])
  }

  @Test(arguments: ["", "..", "../x", "a/b", ".x"]) func aDayThatIsNoNameIsRefused(day: String) throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    #expect(failure { try archive.append([], to: day) }.hasPrefix("cannot use the name \(day): Invalid argument (EINVAL)"))
    #expect(try files(below: archive.folder) == [])
  }

  @Test func moreThanFourDigitsStayInOrder() throws {
    let scratch = try Scratch()
    let archive = try Archive(folder: scratch("archive"))
    try FolderTree.ensure("\(archive.pulls)/\(Self.day)")
    for name in ["9999.json", "10000.json", "01.json", "x.json"] { try write("", to: "\(archive.pulls)/\(Self.day)/\(name)") }
    #expect(try archive.append([], to: Self.day).sequence == 10_001)
    #expect(try FolderTree.names(in: "\(archive.pulls)/\(Self.day)").contains("10001.json"))
  }
}
