import Foundation
import Testing

@testable import WorkbookWriter

/// A full temporary folder, which libxlsxwriter reports as success. Needs the right to mount; without it the test is skipped by name.
@Suite struct FullDiskTests {
  static let canMount: Bool = {
    guard let disk = try? TinyDisk(kilobytes: 64) else { return false }
    return (try? disk.unmount()) != nil
  }()

  /// From nearly nothing to enough for the rows but not for the packing, which needs as much again.
  @Test(.enabled(if: canMount, "mounting a tmpfs is not permitted here"), arguments: [16, 64, 256, 512, 800])
  func aFullTemporaryFolderIsAnError(kilobytes: Int) throws {
    let workshop = Workshop()
    let disk = try TinyDisk(kilobytes: kilobytes)
    defer { try? disk.unmount() }
    let path = workshop.path("S-1.xlsx")
    let text = message { try Self.write(path, disk.folder) }
    #expect(text.hasPrefix("\(path): "))
    #expect(text.hasSuffix("free space and write the workbook again") || text.hasSuffix("are writable and have free space"), "\(text)")
    #expect(try workshop.names() == [])
  }

  @Test(.enabled(if: canMount, "mounting a tmpfs is not permitted here")) func enoughRoomIsNoError() throws {
    let workshop = Workshop()
    let disk = try TinyDisk(kilobytes: 16_384)
    defer { try? disk.unmount() }
    try Self.write(workshop.path("S-1.xlsx"), disk.folder)
    #expect(try workshop.names() == ["S-1.xlsx"])
  }

  @Test(.enabled(if: canMount, "mounting a tmpfs is not permitted here")) func aFullDiskForTheFileIsAnError() throws {
    let workshop = Workshop()
    let disk = try TinyDisk(kilobytes: 32)
    defer { try? disk.unmount() }
    let path = disk.folder + "/S-1.xlsx"
    let text = message { try Self.write(path, workshop.folder) }
    #expect(text.hasPrefix("\(path): "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder) == [])
  }

  /// About 700 kB of unpacked sheet.
  private static func write(_ path: String, _ temporaryFolder: String) throws {
    let workbook = try Workbook(path: path, temporaryFolder: temporaryFolder, title: "结算单")
    let sheet = try workbook.addSheet("明细")
    var random = SplitMix64(state: 5)
    for row in 0..<5_000 {
      try sheet.write(text: "O-\(random.next())", row: row, column: 0)
      try sheet.write(amount: Int64(random.next() % 1_000_000), exponent: 2, row: row, column: 1)
    }
    try workbook.close()
  }
}

/// A tmpfs of a given size.
struct TinyDisk {
  let folder: String

  init(kilobytes: Int) throws {
    folder = NSTemporaryDirectory() + "tiny-disk-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    do {
      _ = try Workshop.run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder])
    } catch {
      try? FileManager.default.removeItem(atPath: folder)
      throw error
    }
  }

  func unmount() throws {
    _ = try Workshop.run("/bin/umount", ["-l", folder])  // another test's child may still hold it
    try FileManager.default.removeItem(atPath: folder)
  }
}
