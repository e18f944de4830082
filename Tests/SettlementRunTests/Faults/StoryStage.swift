import Foundation
import PostgresClient
import Testing

@testable import LedgerStore
@testable import SettlementRun

/// Where a story's ledger is.
enum LedgerKind: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case sqlite = "SQLite"
  case postgres = "PostgreSQL"

  var testDescription: String { rawValue }

  /// Those that can be tried here; the table tells what was not.
  static let here: [LedgerKind] = {
    if Peers.areThere { return allCases }
    FaultTable.skip("F1 and F2, PostgreSQL", because: "QINGFEN_PEERS is unset: no server")
    return [.sqlite]
  }()
}

/// Makes shops in which a step can be tried, one after the other, and looks at what is left in them.
struct StoryStage {
  let kind: LedgerKind
  private let database: LedgerInDatabase?

  init(_ kind: LedgerKind) throws {
    self.kind = kind
    let folder = try FaultStory.shop()
    database = kind == .sqlite ? nil : try LedgerInDatabase(folder.folder)
  }

  /// A shop as it was at one moment of the undisturbed story.
  func shop(_ scene: FaultStory.Scene) throws -> Workplace {
    let shop = try Workplace(copying: scene.workplace.folder, in: FaultStory.parent)
    try database?.configure(shop.folder)
    if let rows = scene.database { try database!.take(from: rows) }
    return shop
  }

  /// The first shop of a story.
  func shop() throws -> Workplace {
    let shop = try FaultStory.shop()
    try database?.configure(shop.folder)
    return shop
  }

  /// The beginnings of all paths that the shop's effects have.
  func scope(_ shop: Workplace) throws -> [String] {
    [shop.folder.path] + (try database.map { [try $0.place("writer").name] } ?? [])
  }

  func footprint(_ shop: Workplace) throws -> Footprint { try Footprint(shop, rows: try database?.rows()) }

  /// The shop now, to be gone back to.
  func scene(_ shop: Workplace) throws -> FaultStory.Scene {
    let copy = try Workplace(copying: shop.folder, in: FaultStory.parent)
    let rows = try database.map { now in
      let kept = try LedgerInDatabase(copy.folder)
      try kept.take(from: now)
      return kept
    }
    return FaultStory.Scene(workplace: copy, database: rows, footprint: try footprint(shop))
  }
}

extension LedgerInDatabase {
  /// Every row of every table as text, sorted.
  func rows() throws -> [String] {
    let database = try place("owner").connect(.readOnly, holder: "test")
    return try PostgresSchema.tables.sorted().flatMap { table in
      try database.connection.rows(of: PostgresStatement("test", "SELECT t::text FROM \(table) t ORDER BY t::text COLLATE \"C\"")).map {
        "\(table) \($0[0] ?? "")"
      }
    }
  }

  /// Takes over the rows of another ledger, in place of its own.
  func take(from other: LedgerInDatabase) throws {
    let tables = PostgresSchema.onlyAdded + ["kept_lines"] + PostgresSchema.current
    let steps =
      tables.map { "ALTER TABLE \($0) DISABLE TRIGGER USER" } + tables.reversed().map { "DELETE FROM \($0)" }
      + tables.map { "INSERT INTO \($0) SELECT * FROM \(other.schema).\($0)" } + tables.map { "ALTER TABLE \($0) ENABLE TRIGGER USER" }
    let database = try place("owner").connect(.readWrite, holder: "test")
    try database.connection.execute(script: PostgresStatement("test", steps.joined(separator: ";\n")))
  }
}
