import Foundation
import Reports
import SettlementCore
import Testing

/// The payment list for a person and for the bank.
@Suite struct PaymentFileTests {
  private static let payer = BankAccount(name: "清分 & Co", number: .other("0200-1"), bank: "中国工商银行", bic: "ICBKCNBJ")

  private static func order(
    _ partner: String, _ amount: Int64, _ currency: String, _ payee: BankAccount?, _ state: PaymentOrder.State = .payable
  ) -> PaymentOrder {
    PaymentOrder(
      partner: partner, statement: "QF-\(partner)-2026-03-R1", reference: "QF-\(partner)-2026-03-R1", amount: amount,
      currency: Currency(code: currency)!, payee: payee, state: state)
  }

  private static let orders = [
    order("alpha", 123_456, "CNY", BankAccount(name: "=甲, <公司>", number: .other("6222-01"), bank: "农业银行", cnaps: "103100000026")),
    order("beta", 5, "CNY", BankAccount(name: "B \"GmbH\"", number: .iban("DE89370400440532013000"), bic: "COBADEFF")),
    order("beta", 700, "JPY", BankAccount(name: "B \"GmbH\"", number: .iban("DE89370400440532013000"), bic: "COBADEFF")),
    order("gamma", 900, "CNY", nil, .noPayee), order("delta", 0, "CNY", nil, .carriedForward),
  ]

  @Test func theListForPeople() {
    #expect(
      String(decoding: PaymentListFile.csv(Self.orders), as: UTF8.self) == """
        partner,payee,account,bank,bic,cnaps,amount,currency,reference,statement,state
        alpha,"'=甲, <公司>",6222-01,农业银行,,103100000026,1234.56,CNY,QF-alpha-2026-03-R1,QF-alpha-2026-03-R1,payable
        beta,"B ""GmbH\""",DE89370400440532013000,,COBADEFF,,0.05,CNY,QF-beta-2026-03-R1,QF-beta-2026-03-R1,payable
        beta,"B ""GmbH\""",DE89370400440532013000,,COBADEFF,,700,JPY,QF-beta-2026-03-R1,QF-beta-2026-03-R1,payable
        gamma,,,,,,9.00,CNY,QF-gamma-2026-03-R1,QF-gamma-2026-03-R1,no-payee
        delta,,,,,,0.00,CNY,QF-delta-2026-03-R1,QF-delta-2026-03-R1,carried-forward

        """)
  }

  private var xml: [UInt8] {
    CreditTransferFile(messageID: "QF-2026-03-0123456789ab", payer: Self.payer, on: CalendarDay("2026-04-10")!).xml(Self.orders)
  }

  @Test func theFileForTheBank() {
    let text = String(decoding: xml, as: UTF8.self)
    #expect(
      text.hasPrefix(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
        <CstmrCdtTrfInitn>
        <GrpHdr>
        <MsgId>QF-2026-03-0123456789ab</MsgId>
        <CreDtTm>2026-04-10T00:00:00</CreDtTm>
        <NbOfTxs>3</NbOfTxs>
        <InitgPty><Nm>清分 &amp; Co</Nm></InitgPty>
        </GrpHdr>
        <PmtInf>
        <PmtInfId>QF-2026-03-0123456789ab-CNY</PmtInfId>
        <PmtMtd>TRF</PmtMtd>
        <NbOfTxs>2</NbOfTxs>
        <CtrlSum>1234.61</CtrlSum>
        <ReqdExctnDt><Dt>2026-04-10</Dt></ReqdExctnDt>
        <Dbtr><Nm>清分 &amp; Co</Nm></Dbtr>
        <DbtrAcct><Id><Othr><Id>0200-1</Id></Othr></Id></DbtrAcct>
        <DbtrAgt><FinInstnId><BICFI>ICBKCNBJ</BICFI><Nm>中国工商银行</Nm></FinInstnId></DbtrAgt>
        <CdtTrfTxInf>
        <PmtId><EndToEndId>QF-alpha-2026-03-R1</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="CNY">1234.56</InstdAmt></Amt>
        <CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>CNAPS</Cd></ClrSysId><MmbId>103100000026</MmbId></ClrSysMmbId><Nm>农业银行</Nm></FinInstnId></CdtrAgt>
        <Cdtr><Nm>=甲, &lt;公司&gt;</Nm></Cdtr>
        <CdtrAcct><Id><Othr><Id>6222-01</Id></Othr></Id></CdtrAcct>
        <RmtInf><Ustrd>QF-alpha-2026-03-R1</Ustrd></RmtInf>
        </CdtTrfTxInf>

        """))
    #expect(text.contains("<CtrlSum>700</CtrlSum>"))
    #expect(!text.contains("gamma") && !text.contains("delta"))
  }

  /// xmllint with the schema that the PyPI package sepaxml carries, fetched into this test's own folder.
  @Test(.enabled(if: Schema.canBeFetched, "needs python3 with venv, xmllint and a package index")) func theSchemaAcceptsIt() throws {
    let workshop = Workshop()
    let schema = try Schema.fetch(into: workshop.folder)
    try Data(xml).write(to: URL(fileURLWithPath: workshop.path("good.xml")))
    #expect(try Schema.check(workshop.path("good.xml"), schema) == 0)
    let bad = String(decoding: xml, as: UTF8.self).replacingOccurrences(of: "<PmtMtd>TRF</PmtMtd>", with: "<PmtMtd>CASH</PmtMtd>")
    try Data(bad.utf8).write(to: URL(fileURLWithPath: workshop.path("bad.xml")))
    #expect(try Schema.check(workshop.path("bad.xml"), schema) != 0, "the schema is really looked at")
  }

  private enum Schema {
    static let canBeFetched: Bool = {
      let hasTools = FileManager.default.isExecutableFile(atPath: "/usr/bin/xmllint")
      if !hasTools { print("NOT TESTED: xmllint is missing, no pain.001 is held against its schema") }
      return hasTools
    }()

    static func fetch(into folder: String) throws -> String {
      let python = "/usr/bin/python3"
      try #require(try run(python, ["-m", "venv", "\(folder)/venv"]) == 0, "a virtual environment")
      try #require(
        try run("\(folder)/venv/bin/python", ["-m", "pip", "install", "--quiet", "--no-deps", "sepaxml==2.7.0"]) == 0, "sepaxml of PyPI")
      let files = FileManager.default.enumerator(atPath: "\(folder)/venv")?.compactMap { $0 as? String } ?? []
      let path = try #require(files.first { $0.hasSuffix("sepaxml/schemas/pain.001.001.09.xsd") })
      return "\(folder)/venv/\(path)"
    }

    static func check(_ file: String, _ schema: String) throws -> Int32 {
      try run("/usr/bin/xmllint", ["--noout", "--nonet", "--schema", schema, file])
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
  }
}
