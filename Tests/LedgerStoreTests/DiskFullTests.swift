import Foundation
import LedgerStore
import SettlementCore
import Testing

/// On a disk of one megabyte, where one can be mounted (as root on Linux).
@Suite struct DiskFullTests {
  private static func mount(_ arguments: String...) -> Bool { command("/bin/mount", arguments) }

  private static func command(_ path: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  static let canMount: Bool = {
    guard let folder = try? TemporaryFolder(), mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.path) else { return false }
    return command("/bin/umount", ["-l", folder.path])
  }()

  @Test(.enabled(if: canMount)) func aFullDiskIsNamedAndLeavesTheRunsBefore() throws {
    let folder = try TemporaryFolder()
    try #require(Self.mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.path))
    defer { _ = Self.command("/bin/umount", ["-l", folder.path]) }
    let path = folder.file("ledger.sqlite")
    let ledger = try SQLiteLedger(path: path)
    try ledger.append(Story.run1)
    var run = NewRun.sample(2)
    for row in 0..<20_000 { run.addOrder("order-\(row)", terms: 0, at: run.day) }
    let failure = #expect(throws: LedgerFailure.self) { try ledger.append(run) }
    #expect(failure?.cause == .diskFull)
    #expect(
      failure?.description == """
        \(path): append run 2: database or disk is full; free space on its disk and run again, nothing was added
        """)
    #expect(try ledger.state().runs.count == 1)
    #expect(try ledger.orders(numbers: [1, 2, 3, 4]).count == 3)
    try ledger.append(Story.run2)
    #expect(try ledger.orders(numbers: [4]).count == 1)
  }
}
