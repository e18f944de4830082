import DurableFiles
import Foundation
import Testing

/// `qingfen pull`, then no network, then `qingfen run --from-archive`: the same bytes as a run that pulled by itself (issue 3, SPEC §9).
@Suite(.enabled(if: Peers.areThere)) struct ArchivedRunTests {
  enum Source: CaseIterable { case files, postgres, interface, servers }

  /// A shop and what feeds it: `arrive` puts a day's rows where the shop pulls them.
  private struct Supply {
    let shop: SampleShop
    var arrive: (String) throws -> Void = { _ in }
  }

  /// Two shops on the same source.
  private func pair(_ source: Source) throws -> (Supply, Supply) {
    let (one, other) = (try SampleShop(), try SampleShop())
    for shop in [one, other] { shop.environment = try Peers.secrets() }
    switch source {
    case .files: return (Supply(shop: one), Supply(shop: other))
    case .postgres:
      let tables = try PostgresShop()
      for shop in [one, other] { try shop.configure(try tables.configuration()) }
      return (Supply(shop: one, arrive: { try tables.insert($0, seed: 7) }), Supply(shop: other))
    case .interface:
      let pages = InterfaceShop()
      for shop in [one, other] { try shop.configure(try pages.configuration()) }
      return (Supply(shop: one, arrive: { try pages.append($0, seed: 7) }), Supply(shop: other))
    case .servers:
      let servers = try PartnerServers()
      for shop in [one, other] { try servers.serve(shop) }
      return (Supply(shop: one, arrive: { _ in withExtendedLifetime(servers) {} }), Supply(shop: other))
    }
  }

  /// Nobody answers while `work` runs: every port is closed, every file away, every secret unknown.
  private func withoutNetwork(_ shop: SampleShop, _ work: () throws -> Void) throws {
    let partners = try FileManager.default.contentsOfDirectory(atPath: shop.workplace.folder.path + "/rules/partners")
    let names = [SampleShop.configuration] + partners.map { "rules/partners/\($0)" }
    let texts = try names.map { ($0, try #require(shop.workplace.text($0))) }
    for (name, text) in texts {
      let closed = text.replacing(/127\.0\.0\.1:[0-9]+/, with: "127.0.0.1:1").replacing(/port: [0-9]+/, with: "port: 1")
      try shop.workplace.write(closed, to: name)
    }
    let environment = shop.environment
    shop.environment = [:]
    for folder in ["store", "statements"] { try? move(shop, folder, folder + ".away") }
    try work()
    for folder in ["store", "statements"] { try? move(shop, folder + ".away", folder) }
    shop.environment = environment
    for (name, text) in texts { try shop.workplace.write(text, to: name) }
  }

  private func move(_ shop: SampleShop, _ from: String, _ to: String) throws {
    let samples = shop.workplace.folder.appendingPathComponent("samples")
    try FileManager.default.moveItem(at: samples.appendingPathComponent(from), to: samples.appendingPathComponent(to))
  }

  @Test(arguments: Source.allCases) func aPullAndThenNoNetwork(source: Source) throws {
    let (direct, archived) = try pair(source)
    for day in SampleShop.days.prefix(4) {
      try direct.arrive(day)
      let code = try direct.shop.run(day).code
      let pulled = try archived.shop.pull(day)
      #expect(pulled.code == 0, "\(source), \(day): \(pulled.errors) \(pulled.output)")
      try withoutNetwork(archived.shop) {
        let result = try archived.shop.runFromArchive(day)
        #expect(result.code == code, "\(source), \(day): \(result.errors)")
      }
      // The ports stand in the partners' rules, and these in the ledger's head.
      let isSame = { (path: String) in source != .servers || !(path.contains("/statements/") || path.hasSuffix("/run.json")) }
      let (ours, theirs) = (
        try archived.shop.published(day).filter { isSame($0.key) }, try direct.shop.published(day).filter { isSame($0.key) }
      )
      #expect(ours == theirs && ours.count > 3, "\(source), \(day): \(ours.keys.filter { ours[$0] != theirs[$0] })")
    }
    // A run remembers its rules, and the partners' files name no port without network.
    func rows(_ shop: SampleShop) throws -> [String] {
      try shop.workplace.ledgerRows().filter { source != .servers || !($0.hasPrefix("runs:") || $0.hasPrefix("journal:")) }
    }
    #expect(try rows(archived.shop) == rows(direct.shop), "\(source)")
  }

  /// A ledger that was lost is made again from what its runs kept, and the last day's second pull, which brought nothing, loses nothing.
  @Test(arguments: [Source.postgres, .interface]) func aLostLedgerIsMadeAgain(source: Source) throws {
    let (supply, _) = try pair(source)
    let (shop, days) = (supply.shop, SampleShop.days.prefix(5))
    for day in days {
      try supply.arrive(day)
      _ = try shop.run(day)
    }
    _ = try shop.run(days.last!)
    let files = try shop.published().filter { $0.key.hasSuffix(".csv") }
    let archive = shop.workplace.output.appendingPathComponent("archive")
    let kept = shop.workplace.folder.appendingPathComponent("kept")
    try FileManager.default.moveItem(at: archive, to: kept)
    try FileManager.default.removeItem(at: shop.workplace.output)
    try FileManager.default.createDirectory(at: shop.workplace.output, withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: kept, to: archive)
    try withoutNetwork(shop) {
      let early = try shop.runFromArchive(days.last!)
      #expect(early.code == 3 && early.errors.contains("a pull that begins where the ledger ends"), "\(early.errors)")
      for day in days { _ = try shop.runFromArchive(day) }
    }
    let again = try shop.published().filter { $0.key.hasSuffix(".csv") }
    #expect(again == files, "\(source): \(files.keys.filter { files[$0] != again[$0] })")
  }

  /// One byte of one object: the run says which, with exit 14, and settles nothing.
  @Test func aDamagedObjectIsRefused() throws {
    let shop = try SampleShop()
    #expect(try shop.pull("2026-03-01").code == 0)
    let objects = shop.workplace.output.appendingPathComponent("archive/objects")
    for name in try Workplace.files(objects) {
      let file = objects.appendingPathComponent(name)
      let bytes = try Data(contentsOf: file)
      var damaged = bytes
      damaged[damaged.count / 2] ^= 1
      try damaged.write(to: file)
      let result = try shop.runFromArchive("2026-03-01")
      #expect(result.code == 14 && result.errors.contains("objects/\(name): expected "), "\(name): \(result.errors)")
      #expect(shop.published("2026-03-01", "run.json") == nil)
      try bytes.write(to: file)
    }
    #expect(try !shop.workplace.ledgerRows().contains { $0.hasPrefix("runs:") })
    try shop.expectSame("2026-03-01", code: try shop.runFromArchive("2026-03-01").code, "mended")
  }

  // MARK: A full disk

  private static func mount(_ path: String, _ arguments: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test(arguments: [Source.files, .postgres]) func aFullArchiveCommitsNothing(source: Source) throws {
    let (supply, _) = try pair(source)
    let archive = supply.shop.workplace.output.appendingPathComponent("archive").path
    try FileManager.default.createDirectory(atPath: archive, withIntermediateDirectories: true)
    try #require(Self.mount("/bin/mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", archive), "root is needed, as for the peers")
    var isMounted = true
    defer { if isMounted { _ = Self.mount("/bin/umount", "-l", archive) } }
    try supply.arrive("2026-03-01")
    let result = try supply.shop.run("2026-03-01")
    #expect(result.code == 13 && result.errors.contains("No space left on device"), "\(source): \(result.errors)")
    #expect(supply.shop.published("2026-03-01", "run.json") == nil)
    #expect(try !supply.shop.workplace.ledgerRows().contains { $0.hasPrefix("runs:") || $0.hasPrefix("orders:") }, "\(source)")
    #expect(Self.mount("/bin/umount", "-l", archive))
    isMounted = false
    try supply.shop.expectSame("2026-03-01", code: try supply.shop.run("2026-03-01").code, "\(source): with space")
  }
}
