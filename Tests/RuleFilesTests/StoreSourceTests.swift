import Foundation
import SettlementCore
import Testing

@testable import RuleFiles

/// What the store's forms become; what is wrong in them is told in the gallery.
@Suite struct StoreSourceTests {
  private func read(_ text: String, files: [String: String] = [:]) throws -> (configuration: Configuration, folder: String) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in files.merging(["qingfen.yaml": text + "\nledger: {sqlite: l.sqlite}\n"], uniquingKeysWith: { $1 }) {
      try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
    return (try Configuration.read(path: "\(folder)/qingfen.yaml"), folder)
  }

  @Test func folderHasAZone() throws {
    let (read, folder) = try read("zone: Asia/Tokyo\nstore: {folder: \"s/{date}\", zone: UTC}")
    guard case .folder(let store) = read.store else { return #expect(Bool(false), "\(read.store)") }
    #expect(store.path == "\(folder)/s/{date}" && read.store.folderPath == store.path && store.zone == "UTC" && read.zone == "Asia/Tokyo")
  }

  @Test func postgresAsWritten() throws {
    let (read, folder) = try read(
      """
      store:
        postgres:
          host: db.shop.example
          port: 5433
          database: shop
          user: qingfen_reader
          password: {env: QINGFEN_STORE_PASSWORD}
          ca: certs/db-ca.pem
          certificate: /etc/qingfen/reader.pem
          key: certs/reader.key
          statement-timeout: 2h
          lock-timeout: 30s
          idle-timeout: 5m
          zone: UTC
          payouts: {query: "SELECT * FROM payouts"}
          orders:
            query: {file: orders.sql}
            parameters: [watermark, day-end]
            watermark: {column: change_id, start: "-5", overlap: 10000}
          redemptions:
            query: "with r as (select 1) select * from r where at >= $1"
            parameters: [watermark]
            watermark: {column: at, start: "2026-01-01 00:00:00+08:00", overlap: 2h}
          refunds: {query: "SELECT * FROM refunds WHERE day = $2 AND at >= $1 AND $1 < now()", parameters: [day-start, date]}
      """, files: ["orders.sql": "SELECT *\nFROM orders\nWHERE change_id > $1 AND at < $2\n"])
    guard case .postgres(let store) = read.store else { return #expect(Bool(false), "\(read.store)") }
    #expect(read.store.folderPath == "" && !store.access.isSocket && store.zone == "UTC" && read.store.zone == "UTC")
    #expect(
      store.access.host == "db.shop.example" && store.access.port == 5433 && store.access.database == "shop"
        && store.access.user == "qingfen_reader")
    #expect(store.access.password == .environment("QINGFEN_STORE_PASSWORD") && store.access.authorities == "\(folder)/certs/db-ca.pem")
    #expect(store.access.certificate == CertificateFiles(certificate: "/etc/qingfen/reader.pem", key: "\(folder)/certs/reader.key"))
    #expect(store.access.timeouts == .init(statement: .seconds(7200), lock: .seconds(30), idle: .seconds(300)))
    #expect(store.queries.map(\.feed) == StoreFeed.allCases)
    #expect(store.queries.map(\.parameters) == [[.watermark, .dayEnd], [.watermark], [.dayStart, .date], []])
    #expect(store.queries[0].text == "SELECT *\nFROM orders\nWHERE change_id > $1 AND at < $2\n")
    #expect(store.queries[0].watermark == Watermark(column: "change_id", start: "-5", overlap: .number(10000)))
    #expect(store.queries[1].watermark == Watermark(column: "at", start: "2026-01-01 00:00:00+08:00", overlap: .time(.seconds(7200))))
    #expect(store.queries[2].watermark == nil)
  }

  @Test func postgresDefaults() throws {
    let (read, _) = try read(
      """
      zone: Asia/Tokyo
      store:
        postgres:
          host: /run/postgresql
          database: shop
          user: reader
          orders: {query: SELECT 1}
          redemptions: {query: SELECT 2}
          refunds: {query: SELECT 3}
      """)
    guard case .postgres(let store) = read.store else { return #expect(Bool(false), "\(read.store)") }
    #expect(store.access.isSocket && store.access.port == 5432 && store.zone == "Asia/Tokyo" && store.queries.count == 3)
    #expect(store.access.password == nil && store.access.authorities == nil && store.access.certificate == nil)
    #expect(store.access.timeouts == .init(statement: .seconds(600), lock: .seconds(10), idle: .seconds(60)))
  }

  @Test func restAsWritten() throws {
    let (read, folder) = try read(
      """
      store:
        http:
          url: https://api.shop.example/v2/
          ca: certs/shop-ca.pem
          auth: {bearer: {credential: store-token}}
          zone: UTC
          requests-per-second: 5
          orders:
            path: "/orders?since={watermark}&until={day-end}"
            rows: /data/items
            columns: {order_id: /id, paid: /amount/total, fee: /a~1b~0}
            pages: {by: cursor, parameter: cursor, next: /data/next_cursor}
            total: /data/total
            watermark: {column: id, start: "0", overlap: 0}
          redemptions: {path: /redemptions, pages: {by: offset, parameter: "page[offset]", size: 500, size-parameter: limit}}
          refunds: {path: "/refunds?day={date}&page_token={day-start}", pages: {by: page, parameter: page}}
          payouts: {path: /payouts, pages: {by: link}}
      """)
    guard case .http(let store) = read.store else { return #expect(Bool(false), "\(read.store)") }
    #expect(store.url == "https://api.shop.example/v2" && store.authorities == "\(folder)/certs/shop-ca.pem" && store.zone == "UTC")
    #expect(store.authentication == .bearer(.credential("store-token")) && store.requestsPerSecond == 5)
    #expect(store.lists.map(\.feed) == StoreFeed.allCases)
    let orders = store.lists[0]
    #expect(orders.path == "/orders?since={watermark}&until={day-end}" && orders.rows == "/data/items" && orders.total == "/data/total")
    #expect(orders.columns == ["order_id": "/id", "paid": "/amount/total", "fee": "/a~1b~0"])
    #expect(orders.watermark == Watermark(column: "id", start: "0", overlap: .number(0)))
    #expect(
      store.lists.map(\.pages) == [
        .cursor(parameter: "cursor", next: "/data/next_cursor"), .offset(parameter: "page[offset]", size: 500, sizeParameter: "limit"),
        .page(parameter: "page", first: 1), .linkHeader,
      ])
    #expect(store.lists[1].rows == "" && store.lists[1].columns.isEmpty && store.lists[1].total == nil)
  }

  @Test(arguments: [
    ("{bearer: {env: TOKEN}}", HTTPAuthentication.bearer(.environment("TOKEN"))),
    ("{basic: {user: u, password: {env: P}}}", .basic(user: "u", password: .environment("P"))),
    ("{certificate: /c.pem, key: /k.pem}", .certificate(CertificateFiles(certificate: "/c.pem", key: "/k.pem"))),
    (
      "{certificate: /c.pem, key: /k.pem, passphrase: {env: P}}",
      .certificate(CertificateFiles(certificate: "/c.pem", key: "/k.pem", passphrase: .environment("P")))
    ),
    ("{netrc: /etc/qingfen/netrc}", .netrc("/etc/qingfen/netrc")),
    (
      #"{hmac: {key: {env: K}, sign: "{method}\n{path}\n{timestamp}", signature-header: X-Sign, timestamp-header: X-Time}}"#,
      .signature(
        RequestSignature(
          key: .environment("K"), template: "{method}\n{path}\n{timestamp}", signatureHeader: "X-Sign", timestampHeader: "X-Time"))
    ),
    (
      #"""
      {hmac: {key: {env: K}, id: shop, id-header: X-Id, sign: "{timestamp}{nonce}{id}", signature-header: S,
      timestamp-header: T, nonce-header: N, encoding: base64, timestamp: milliseconds}}
      """#,
      .signature(
        RequestSignature(
          key: .environment("K"), template: "{timestamp}{nonce}{id}", signatureHeader: "S", timestampHeader: "T", nonceHeader: "N",
          id: "shop",
          idHeader: "X-Id", encoding: .base64, timestampUnit: .milliseconds))
    ),
  ])
  func authentication(text: String, expected: HTTPAuthentication) throws {
    let lists = "orders: {path: /o}, redemptions: {path: /r}, refunds: {path: /f}"
    let (read, _) = try read("store: {http: {url: https://api.shop.example, auth: \(text), \(lists)}}")
    guard case .http(let store) = read.store else { return #expect(Bool(false), "\(read.store)") }
    #expect(store.authentication == expected && store.requestsPerSecond == nil && store.zone == "Asia/Shanghai")
    #expect(store.lists.allSatisfy { $0.pages == .single })
  }

  @Test func codesAndTransfers() throws {
    let (plain, _) = try read("store: {folder: s}")
    #expect(plain.codeKey == nil && plain.transfers == TransferSettings(atOnce: 4, attempts: 5, wait: .seconds(120)))
    let (read, _) = try read(
      "store: {folder: s}\ncodes: {key: {env: QINGFEN_CODE_KEY}}\ntransfers: {at-once: 8, attempts: 1, wait: 90s}")
    #expect(read.codeKey == .environment("QINGFEN_CODE_KEY") && "\(read.codeKey!)" == "the environment variable QINGFEN_CODE_KEY")
    #expect(read.transfers == TransferSettings(atOnce: 8, attempts: 1, wait: .seconds(90)))
  }
}
