import Foundation
import GRDB
import RuleFiles
import SettlementCore

@testable import LedgerStore
@testable import SettlementRun

/// A shop that has run, in which one thing at a time is changed and put back; one thread at a time does so.
final class TamperedShop: @unchecked Sendable {
  let name: String
  let workplace: Workplace
  let configuration: RuleFiles.Configuration
  private let ledger: String
  private let original: Data
  /// How many rows each table has, without those that have none.
  let tables: [(name: String, rows: Int)]
  /// Everything that was published, issued or archived.
  let files: [String]

  init(_ name: String, _ workplace: Workplace) throws {
    (self.name, self.workplace) = (name, workplace)
    configuration = try workplace.configuration()
    ledger = workplace.output.appendingPathComponent("ledger.sqlite").path
    original = try Data(contentsOf: URL(fileURLWithPath: ledger))
    tables = try DatabaseQueue(path: ledger).read { database in
      try (JournalTables.all.map(\.table) + ["journal"]).reduce(into: []) { tables, table in
        let rows = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)")!
        if rows > 0, !tables.contains(where: { $0.0 == table }) { tables.append((table, rows)) }
      }
    }
    files = try ["output", "archive"].flatMap { folder in
      try Workplace.files(workplace.folder.appendingPathComponent(folder)).filter { !$0.hasPrefix("ledger.sqlite") }.map {
        "\(folder)/\($0)"
      }
    }
  }

  /// A scenario with every step played.
  convenience init(scenario name: String, prepare: (Workplace) throws -> Void = { _ in }) throws {
    let scenario = Scenario.all.first { $0.name == name }!
    let workplace = try Workplace(copying: scenario.folder)
    try prepare(workplace)
    for step in scenario.steps { _ = try scenario.run(step, in: workplace) }
    try self.init(name, workplace)
  }

  /// Redemptions that came with card codes, and orders with buyers.
  static func withCodes(_ workplace: Workplace) throws {
    unsafe _ = setenv("QINGFEN_TEST_CODE_KEY", "a key of the tests", 1)
    try workplace.write(workplace.text("qingfen.yaml")! + "codes: {key: {env: QINGFEN_TEST_CODE_KEY}}\n", to: "qingfen.yaml")
    for path in try Workplace.files(workplace.folder) {
      guard let column = ["redemptions.csv": "code", "orders.csv": "buyer"][path.split(separator: "/").last!] else { continue }
      let lines = workplace.text(path)!.split(separator: "\n")
      let coded = lines.enumerated().map { "\($1),\($0 == 0 ? column : "KM-\($0)-\(path.count)")\n" }
      try workplace.write(coded.joined(), to: path)
    }
  }

  func restoreLedger() throws { try original.write(to: URL(fileURLWithPath: ledger)) }

  /// What `verify` says; nil: nothing is off.
  func verified() -> String? {
    do {
      _ = try Verification.verify(configuration)
      return nil
    } catch { return "\(error)" }
  }

  /// Makes so many changes, each put back again: how many of each table and of files, and what `verify` did not name.
  func change(
    rows: Int, files: Int, _ random: inout SplitMix64
  ) throws -> (changed: [String: Int], missed: [String]) {
    var (changed, missed): ([String: Int], [String]) = ([:], [])
    while changed.values.reduce(0, +) < rows {
      if let (table, what) = try changeRow(&random) {
        let said = verified()
        if said?.contains(table) != true && said?.contains("ledger.sqlite: open") != true {
          missed.append("\(what): \(said ?? "nothing is off")")
        }
        changed[table, default: 0] += 1
      }
      try restoreLedger()
    }
    for _ in 0..<files {
      let (path, what, said) = try changeFile(&random)
      let name = path.contains("/pulls/") ? String(path.dropLast("/0001.json".count)) : path
      if said?.contains(name) != true { missed.append("\(path) \(what): \(said ?? "nothing is off")") }
    }
    changed["files"] = files
    return (changed, missed)
  }

  // MARK: Rows

  /// Changes one value of one row, deletes a row, or adds one; returns what was done, or nil when the database would not have it.
  func changeRow(_ random: inout SplitMix64) throws -> (table: String, what: String)? {
    let (table, count) = tables.randomElement(using: &random)!
    let queue = try DatabaseQueue(path: ledger)
    defer { try? queue.close() }
    return try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
      let offset = Int.random(in: 0..<count, using: &random)
      let row = try Row.fetchOne(database, sql: "SELECT * FROM \(table) LIMIT 1 OFFSET \(offset)")!
      let columns = Array(row.columnNames)
      let (isRow, values) = (columns.map { "\($0) IS ?" }.joined(separator: " AND "), StatementArguments(row.databaseValues))
      switch Int.random(in: 0..<20, using: &random) {
      case 0:
        try database.execute(sql: "DELETE FROM \(table) WHERE \(isRow)", arguments: values)
        return (table, "DELETE FROM \(table) LIMIT 1 OFFSET \(offset)")
      case 1:
        // The same row with another key.
        let key = columns[0]
        let changed = row.map { $0 == key ? Self.other($1, &random) : $1 }
        let marks = Array(repeating: "?", count: columns.count).joined(separator: ",")
        do { try database.execute(sql: "INSERT INTO \(table) VALUES (\(marks))", arguments: StatementArguments(changed)) } catch {
          return nil
        }
        return (table, "INSERT INTO \(table): \(changed)")
      default:
        let column = columns.randomElement(using: &random)!
        let old = row[column] as DatabaseValue
        let new = Self.other(old, &random)
        do {
          try database.execute(sql: "UPDATE \(table) SET \(column) = ? WHERE \(isRow)", arguments: [new] + values)
        } catch { return nil }
        let same = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table) WHERE \(isRow)", arguments: values)!
        return same > 0 ? nil : (table, "UPDATE \(table) SET \(column) = \(new), was \(old), row \(offset)")
      }
    }
  }

  /// Another value of the same type, sometimes NULL, sometimes of another type.
  private static func other(_ value: DatabaseValue, _ random: inout SplitMix64) -> DatabaseValue {
    if !value.isNull, Int.random(in: 0..<12, using: &random) == 0 { return .null }
    switch value.storage {
    case .int64(let number):
      return switch Int.random(in: 0..<4, using: &random) {
      case 0: (number ^ 1 << Int64.random(in: 0..<40, using: &random)).databaseValue
      case 1: "\(number)x".databaseValue
      case 2: (Double(number) + 0.5).databaseValue
      default: (number &+ [1, -1].randomElement(using: &random)!).databaseValue
      }
    case .string(let text):
      var characters = Array(text)
      switch characters.isEmpty ? 2 : Int.random(in: 0..<4, using: &random) {
      case 0: characters[Int.random(in: 0..<characters.count, using: &random)] = "~"
      case 1: characters.removeLast()
      case 2: characters.append("~")
      default: return Data(text.utf8).databaseValue
      }
      return String(characters).databaseValue
    default: return Bool.random(using: &random) ? 1.databaseValue : "~".databaseValue
    }
  }

  // MARK: Files

  /// True for the newest pull of a day that found nothing which an earlier one had not found: no run misses it.
  private func isSpare(_ path: String) throws -> Bool {
    let folder = path.prefix(upTo: path.lastIndex(of: "/")!)
    let pulls = files.filter { path.contains("/pulls/") && $0.hasPrefix("\(folder)/") }.sorted()
    guard pulls.last == path else { return false }
    let earlier = try pulls.dropLast().reduce(into: Set<String>()) { try $0.formUnion(found($1)) }
    return try found(path).isSubset(of: earlier)
  }

  /// Names and digests of what a pull has read.
  private func found(_ pull: String) throws -> Set<String> {
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: workplace.folder.appendingPathComponent(pull)))
    let inputs = ((json as! [String: Any])["pull"] as! [String: Any])["inputs"] as! [[String: Any]]
    return Set(inputs.compactMap { input in (input["pulled"] as? [String: Any]).map { "\(input["name"]!) \($0["sha256"]!)" } })
  }

  /// Flips a bit of a byte, cuts, lengthens or removes a file, asks `verify`, and puts it back.
  func changeFile(_ random: inout SplitMix64) throws -> (path: String, what: String, said: String?) {
    let path = files.randomElement(using: &random)!
    let file = workplace.folder.appendingPathComponent(path)
    let bytes = try Data(contentsOf: file)
    var changed = bytes
    var what = "removed"
    let isSpare = try isSpare(path)
    switch Int.random(in: 0..<20, using: &random) {
    case 0 where !isSpare: try FileManager.default.removeItem(at: file)
    case 1:
      what = "lengthened"
      changed.append(0)
    case 2 where !bytes.isEmpty:
      what = "cut"
      changed.removeLast()
    case _ where bytes.isEmpty:
      what = "lengthened"
      changed.append(0)
    default:
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &random)
      changed[place] ^= bit
      what = "byte \(place) ^ \(bit)"
    }
    if changed != bytes { try changed.write(to: file) }
    let said = verified()
    try bytes.write(to: file)
    return (path, what, said)
  }
}
