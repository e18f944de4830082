import Foundation
import Testing

/// The configurations that samples/README.md shows do what it says.
@Suite(.enabled(if: Peers.areThere)) struct ReadmeVariantTests {
  /// Runs the ten days and compares them with `planted.csv`, as samples/run does.
  private func expectPlanted(_ shop: SampleShop, _ arrive: (String) throws -> Void) throws {
    for day in SampleShop.days {
      try arrive(day)
      let result = try shop.run(day)
      try shop.expectSame(day, code: result.code, "\(result.errors)")
    }
    let check = Process()
    check.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    check.arguments = [Peers.repository.appendingPathComponent("samples/check.py").path, "--output", shop.workplace.output.path]
    let output = Pipe()
    check.standardOutput = output
    try check.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    check.waitUntilExit()
    #expect(check.terminationStatus == 0 && text.hasSuffix("planted cases found, nothing else\n"), "\(text)")
  }

  @Test func postgres() throws {
    let (tables, shop) = (try PostgresShop(prefix: "shop.sample_"), try SampleShop())
    try shop.configure(try tables.configuration())
    shop.environment = ["QINGFEN_STORE_PASSWORD": try Peers.lines("postgres.reader")[1]]
    try expectPlanted(shop) { try tables.insert($0, seed: 11) }
  }

  @Test func sftp() throws {
    let (servers, shop) = (try PartnerServers(), try SampleShop())
    var yaml = try SampleShop.block("yaml", below: "From a partner's SFTP server")
    for (old, new) in [
      ("sftp.eleme.example:22/out/", "127.0.0.1:\(try Peers.fact("ssh.port"))\(Peers.folder)/sftp/\(servers.name)/eleme/"),
      ("user: qingfen", "user: root"), ("keys/eleme_ed25519", "\(Peers.folder)/ssh/client"),
      ("SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", try Peers.fact("ssh.pin")),
    ] {
      try #require(yaml.contains(old))
      yaml = yaml.replacingOccurrences(of: old, with: new)
    }
    try shop.workplace.write(yaml, to: shop.partner("eleme"))
    try FileManager.default.removeItem(at: shop.workplace.folder.appendingPathComponent("samples/statements/eleme"))
    try expectPlanted(shop) { _ in }
  }
}
