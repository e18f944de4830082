import Foundation
import SettlementCore
import Testing

@testable import RuleFiles

/// What a partner's file says about closing and paying, and the configuration's payer.
@Suite struct PayingTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("paying-\(UUID().uuidString)").path

  private func write(_ name: String, _ text: String) throws {
    let path = "\(folder)/\(name)"
    try FileManager.default.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test func partnersAndPayerAreRead() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: "\(folder)/rules/agreements", withIntermediateDirectories: true)
    try write(
      "rules/agreements/a.yaml",
      "bundle: A\ncurrency: CNY\nversions: [{effective: 2026-01-01, shares: [{to: platform, remainder: true}]}]\n")
    try write("rules/partners/a.yaml", "partner: a\n")
    try write(
      "rules/partners/b.yaml",
      "partner: b\nopen-limit: {count: 3, amount: \"10.50\"}\ntax: \"6\"\nreply-within: 5d\npayee: {name: 乙公司, iban: \"DE89 3704 0044 0532 0130 00\", bic: COBADEFF}\n"
    )
    try write(
      "rules/partners/c.yaml",
      "partner: c\nopen-limit: {amount: \"0\"}\npayee: {name: 丙公司, account: \"6222-01\", bank: 工商银行, cnaps: \"102100099996\"}\n")
    try write(
      "qingfen.yaml",
      "store: {folder: store}\nledger: {sqlite: l}\npayer: {name: 我方, account: \"0200\", bank: 工商银行, bic: ICBKCNBJ}\n")
    let partners = try RuleFolder.read(path: "\(folder)/rules").partners
    #expect(partners.map(\.openLimit) == [.nothing, OpenLimit(count: 3, amount: 105_000), OpenLimit(count: nil, amount: 0)])
    #expect(
      partners.map(\.payee) == [
        nil, BankAccount(name: "乙公司", number: .iban("DE89370400440532013000"), bic: "COBADEFF"),
        BankAccount(name: "丙公司", number: .other("6222-01"), bank: "工商银行", cnaps: "102100099996"),
      ])
    #expect(partners.map(\.tax) == [nil, Rate(text: "6"), nil] && partners.map(\.replyWithin) == [nil, 5, nil])
    let payer = try Configuration.read(path: "\(folder)/qingfen.yaml").payer
    #expect(payer == BankAccount(name: "我方", number: .other("0200"), bank: "工商银行", bic: "ICBKCNBJ"))
  }
}
