import Foundation
import Testing

/// The sample shop out of a REST interface over HTTPS (issue 3): the same bytes as from files.
@Suite(.enabled(if: Peers.areThere)) struct InterfaceStoreTests {
  @Test func tenDaysHaveTheBytesOfTheFolder() throws {
    let seed = UInt64.random(in: 0...UInt64(UInt32.max))
    print("InterfaceStore: seed \(seed)")
    let (pages, shop) = (InterfaceShop(), try SampleShop())
    try shop.configure(try pages.configuration())
    shop.environment = try Peers.secrets()
    for (place, day) in SampleShop.days.enumerated() {
      try pages.append(day, seed: seed + UInt64(place))
      let result = try shop.run(day)
      try shop.expectSame(day, code: result.code, "seed \(seed): \(result.errors)")
    }
    let (files, rows) = (try shop.published(), try shop.workplace.ledgerRows())
    _ = try shop.run(SampleShop.days.last!)
    #expect(try shop.published() == files)
    #expect(try shop.workplace.ledgerRows() == rows)
  }

  @Test func aRefusedTokenPostsNothing() throws {
    let (pages, shop) = (InterfaceShop(), try SampleShop())
    try shop.configure(try pages.configuration())
    shop.environment = ["QINGFEN_TOKEN": "wrong-canary"]
    try pages.append("2026-03-01", seed: 1)
    let result = try shop.run("2026-03-01")
    #expect(result.code == 3)
    #expect(result.errors.contains("found status 401; check the credentials of this source"), "\(result.errors)")
    #expect(!result.errors.contains("canary"))
    shop.environment = try Peers.secrets()
    try shop.expectSame("2026-03-01", code: try shop.run("2026-03-01").code, "let in")
  }
}
