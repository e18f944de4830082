import Foundation
import Testing

@testable import SettlementRun

/// Each folder on a disk of its own that is nearly full: the program ends with 13 and says where, nothing half-done is published, and the
/// same command gives the undisturbed bytes once there is space (faults F4).
@Suite struct SmallDiskTests {
  enum Place: String, CaseIterable {
    case archive, books, output
  }

  /// Kilobytes that are left, from none to enough.
  private static let rooms = [0, 4, 8, 16, 24, 32, 48, 64, 96, 2_000]

  @Test(arguments: Place.allCases) func aFullFolder(_ place: Place) throws {
    let fault = "F4 disk full (\(place.rawValue)), the program, SQLite"
    guard SmallDisk.canMount else { return FaultTable.skip(fault, because: "mounting a tmpfs is not permitted here") }
    let scenes = try FaultStory.undisturbed(.sqlite)
    var (table, codes) = (FaultCount(), Set<Int32>())
    for room in Self.rooms {
      let shop = try Self.shop(scenes[2])
      let disk = try SmallDisk(shop.folder.appendingPathComponent(place.rawValue).path)
      defer { disk.unmount() }
      try disk.fill(leaving: room)
      let what = "\(place.rawValue) with \(room) kB left"
      let result = try BuiltCommand.end(
        try BuiltCommand.start(FaultStory.steps[2].arguments, in: shop.folder.path), in: shop.folder.path)
      codes.insert(result.code)
      #expect(result.code == 0 || result.code == 13, "\(what): \(result)")
      if result.code == 13 {
        #expect(result.messages.contains { $0.contains("\(place.rawValue)/") && $0.contains("free ") }, "\(what): \(result.messages)")
      }
      let day = shop.text("output/2026-03-31/run.json") != nil
      #expect(day == (shop.text("output/2026-03-31/postings.csv") != nil), "\(what): half published")
      try disk.free()
      do {
        try FaultStory.steps[2].play(shop)
        let rows = try LedgerDump.rows(path: shop.folder.appendingPathComponent("books/ledger.sqlite").path)
        table.take(try Footprint(shop, rows: rows), scenes[3].footprint, what)
      } catch {
        table.fail(what, error)
      }
    }
    #expect(codes == [0, 13], "\(place.rawValue): some were full, some not")
    table.tell(fault)
  }

  /// The ledger in a folder of its own.
  private static func shop(_ scene: FaultStory.Scene) throws -> Workplace {
    let shop = try Workplace(copying: scene.workplace.folder, in: FaultStory.parent)
    let text = try #require(shop.text("qingfen.yaml"))
    try shop.write(text.replacingOccurrences(of: "output/ledger.sqlite", with: "books/ledger.sqlite"), to: "qingfen.yaml")
    let books = shop.folder.appendingPathComponent("books")
    try FileManager.default.createDirectory(at: books, withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      at: shop.output.appendingPathComponent("ledger.sqlite"), to: books.appendingPathComponent("ledger.sqlite"))
    return shop
  }
}

/// A tmpfs of four megabytes in the place of a folder, whose content it takes over.
final class SmallDisk {
  private let folder: String
  private var filler: String { folder + "/filler" }

  static let canMount: Bool = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("small-disk-\(UUID().uuidString)").path
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard let disk = try? SmallDisk(folder) else { return false }
    disk.unmount()
    try? FileManager.default.removeItem(atPath: folder)
    return true
  }()

  init(_ folder: String) throws {
    self.folder = folder
    let files = FileManager.default
    let aside = folder + ".aside"
    try files.moveItem(atPath: folder, toPath: aside)
    try files.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try Self.run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder)
    for name in try files.contentsOfDirectory(atPath: aside) { try files.copyItem(atPath: "\(aside)/\(name)", toPath: "\(folder)/\(name)") }
    try files.removeItem(atPath: aside)
  }

  /// Takes all space but so many kilobytes.
  func fill(leaving kilobytes: Int) throws {
    _ = FileManager.default.createFile(atPath: filler, contents: nil)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: filler))
    let page = Data(repeating: 1, count: 4096)
    while (try? file.write(contentsOf: page)) != nil {}
    let size = try file.seekToEnd()
    try file.truncate(atOffset: size - min(size, UInt64(kilobytes) << 10))
    try file.close()
  }

  func free() throws { try FileManager.default.removeItem(atPath: filler) }

  func unmount() { try? Self.run("umount", "-l", folder) }

  private struct Refused: Error {}

  private static func run(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw Refused() }
  }
}
