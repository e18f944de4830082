import Testing

@testable import Tables

@Suite struct FileBytesTests {
  @Test(arguments: [0, 1, 4096, 3_000_001]) func readsEveryByte(count: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(try FileBytes.read(path: folder.write(bytes, "f")) == bytes)
  }

  @Test func saysThatNothingIsThere() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("none.csv")
    let error = #expect(throws: FileBytes.ReadError.self) { try FileBytes.read(path: path) }
    #expect(error?.doesNotExist == true)
    #expect(error?.description == "\(path): expected a readable regular file, found: No such file or directory")
  }

  @Test func refusesWhatIsNotARegularFile() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: FileBytes.ReadError.self) { try FileBytes.read(path: folder.path) }
    #expect(error?.doesNotExist == false)
    #expect(error?.reason == "a directory")
    #expect(#expect(throws: FileBytes.ReadError.self) { try FileBytes.read(path: "/dev/zero") }?.reason == "a device")
  }
}
