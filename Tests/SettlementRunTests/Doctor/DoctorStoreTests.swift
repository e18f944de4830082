import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// The store as a database and as a REST interface, asked by `doctor`.
@Suite(.enabled(if: Fact.areThere)) struct DoctorStoreTests {
  // MARK: PostgreSQL

  private let orders = "SELECT order_id, bundle, paid, paid_at, changed FROM shop.orders WHERE changed > $1"

  private func database(_ role: String, password: String? = nil, orders: String) throws -> ExaminedShop {
    let shop = try ExaminedShop()
    let account = try Fact.lines("postgres.\(role)")
    shop.secrets = ["STORE_PASSWORD": password ?? account[1]]
    try shop.store(
      """

        postgres:
          host: localhost
          port: \(Fact.one("postgres.port"))
          database: \(Fact.one("postgres.database"))
          user: \(account[0])
          password: {env: STORE_PASSWORD}
          ca: \(Fact.one("postgres.ca"))
          orders:
            query: "\(orders)"
            parameters: [watermark]
            watermark: {column: changed, start: "0", overlap: 100}
          redemptions:
            query: "SELECT redemption_id, order_id, entitlement, redeemed_at FROM shop.redemptions"
          refunds:
            query: "SELECT 'R' AS refund_id, order_id, paid::float8 AS amount, paid_at AS refunded_at FROM shop.orders"
      """)
    return shop
  }

  /// Without the file of authorities, and the tables of tests that run beside this one.
  private func lines(_ shop: ExaminedShop) -> (exit: ExitCode, lines: [String]) {
    let (exit, lines) = shop.lines(about: "store")
    let others = /(, )?shop\.(t\d+|sample_\w+)|\ and \d+ more/
    let steady = lines.filter { !$0.contains("file of authorities") }.map { $0.replacing(others, with: "") }
    return (exit, steady)
  }

  @Test func aReaderAndItsQueries() throws {
    let (exit, lines) = try lines(database("reader", orders: orders))
    #expect(exit == .configurationInvalid)
    #expect(
      lines.map { $0.replacing(/PostgreSQL 15\.[^:]* at/, with: "PostgreSQL 15 at") } == [
        "ok       store: PostgreSQL 15 at localhost:PORT/shop, TLSv1.3, encoding UTF8, zone Asia/Shanghai",
        "warning  store role reader: does not read only by default; alter role \"reader\" set default_transaction_read_only = on",
        "ok       store orders: the query can be prepared, 5 columns",
        "ok       store redemptions: the query can be prepared, 4 columns",
        "problem  store refunds: the column amount is double precision, which is not exact; cast it to numeric in the query",
      ])
  }

  @Test func aRoleThatCouldWrite() throws {
    let (_, lines) = try lines(database("writer", orders: orders))
    #expect(
      // Other tests may have tables of their own beside these two.
      lines.contains {
        $0.hasPrefix("warning  store role writer: could write shop.orders, shop.redemptions")
          && $0.hasSuffix("; revoke all but SELECT from it, or give qingfen a role of its own")
      })
  }

  @Test func aQueryWithoutARequiredColumn() throws {
    let (exit, lines) = try lines(
      database("reader", orders: "SELECT order_id, paid, paid_at FROM shop.orders WHERE changed > $1"))
    #expect(exit == .configurationInvalid)
    #expect(lines.contains("problem  store orders: the query has no column bundle, changed; select it under that name"))
  }

  @Test func aQueryThatTheServerRefuses() throws {
    let (_, lines) = try lines(database("reader", orders: "SELECT order_id FROM shop.nothing WHERE changed > $1"))
    #expect(
      lines.contains(
        "problem  store orders: expected the server to accept the statement, found relation \"shop.nothing\" does not exist "
          + "at character 22 of the query; correct the name in the query"))
  }

  @Test func aWrongPassword() throws {
    let (exit, lines) = try lines(database("reader", password: "wrong-canary", orders: orders))
    #expect(exit == .sourcesUnreachable)
    #expect(
      lines == [
        "problem  store: localhost:PORT/shop: expected the server to let user 'reader' in, found a refusal; check the user, "
          + "its password (settings, PGPASSWORD or .pgpass) and the server's pg_hba.conf"
      ])
  }

  // MARK: REST

  @Test func theFirstPageOfEveryList() throws {
    let shop = try ExaminedShop()
    shop.secrets = ["TOKEN": "token-canary"]
    func place() -> String { "/honest/\(UUID().uuidString.prefix(8))/refunds" }
    let list = "rows: /rows, total: /total, pages: {by: cursor, parameter: cursor, next: /next}"
    try shop.store(
      """

        http:
          url: https://127.0.0.1:\(Fact.one("https.port"))/store
          ca: \(Fact.folder)/tls/ca.pem
          auth: {bearer: {env: TOKEN}}
          orders: {path: \(place()), \(list)}
          redemptions: {path: \(place()), rows: /items}
          refunds: {path: \(place()), \(list), columns: {amount: /amount/value}}
      """)
    let (exit, lines) = shop.lines(about: "store ")
    #expect(exit == .configurationInvalid)
    #expect(
      lines == [
        "problem  store orders: the first row has no bundle, paid, paid_at; "
          + "say in columns of the list where they stand, or ask the owner of the interface for them",
        "problem  store redemptions: redemptions page 1: expected an array at /items, found nothing; "
          + "correct rows in the configuration, or ask the owner of the interface what the answer means",
        "ok       store refunds: 5 rows on the first page",
      ])
    #expect(shop.lines(about: "clock").lines == ["ok       clock: within a minute of that of the store"])
    shop.secrets = ["TOKEN": "wrong-canary"]
    #expect(
      shop.lines(about: "store ").lines
        == ["orders", "redemptions", "refunds"].map {
          "problem  store \($0): https://127.0.0.1:PORT/store/honest/RUN/refunds page 1: expected status 200, found status 401; "
            + "check the credentials of this source"
        })
  }

  // MARK: The command

  @Test func noSecretIsPrinted() throws {
    let shop = try ExaminedShop()
    try shop.store("{folder: store}", more: "codes: {key: {env: CODE_KEY}}\n")
    let port = try Fact.one("https.port")
    try shop.state(
      "url: \"https://127.0.0.1:\(port)/basic/none.csv\", ca: \(Fact.folder)/tls/ca.pem, "
        + "auth: {basic: {user: qingfen, password: {credential: video}}}")
    try shop.place.write("wrong-canary-1\n", to: "credentials/video")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(shop.path)/credentials/video")
    let environment = ["CODE_KEY": "canary-2", "CREDENTIALS_DIRECTORY": "\(shop.path)/credentials"]
    let result = try BuiltCommand.end(
      BuiltCommand.start(["doctor", "--date", "2026-03-01"], in: shop.path, environment: environment), in: shop.path)
    #expect(result.code == 12)
    #expect(result.output.contains("ok       secret of video: the credential video is set\n"))
    #expect(result.output.hasSuffix("ok, 2 warnings, 1 problem\n"))
    #expect(!(result.output + result.errors).contains("canary"))
  }
}
