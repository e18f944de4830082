import SettlementCore
import Testing
import Transfer

@testable import Feeds

/// Bills in two steps from a real HTTPS server, with the exact words a person sees.
@Suite(.enabled(if: Peers.areThere)) struct BillPeerTests {
  static let bill = "reference,amount,time\nR1,1.00,2026-03-01 10:00:00\n"

  func deliver(_ plan: String, hosts: [String] = ["127.0.0.1"]) throws -> (BillDelivery<TransferReceipt>, text: String, pauses: Int) {
    var ask = Peers.template()
    ask.url = try Peers.server() + Peers.place("bills", plan) + "/ask"
    let question = BillQuestion(
      link: "/download_url", hash: "/hash_value", hashType: .at("/hash_type"), empty: .init(at: "/code", values: ["NO_BILL_EXIST"]),
      waiting: .init(at: "/code", values: ["BILL_CREATING"]), linkHosts: hosts)
    let sink = MemorySink()
    var pauses = 0
    let delivery = try BillAsking(question, url: ask.url, source: "wechat")
      .deliver(over: TransferSession(), ask: ask, download: Peers.template(), into: sink, attempts: 3) { _ in pauses += 1 }
    return (delivery, String(decoding: sink.bytes, as: UTF8.self), pauses)
  }

  func message(_ plan: String) -> String? {
    let failure = #expect(throws: SourceFailure.self) { _ = try deliver(plan) }
    #expect(failure?.description.contains("canary") == false)
    return Peers.steady(failure)
  }

  @Test func aBillWithItsHash() throws {
    let (delivery, text, _) = try deliver("good")
    guard case .downloaded(let receipt, _) = delivery else { throw Unexpected("\(delivery)") }
    #expect(text == Self.bill && receipt.completeness == .publishedDigest)
  }

  @Test func anExpiredLinkIsAskedForAgain() throws {
    let (delivery, text, pauses) = try deliver("expired-once")
    guard case .downloaded = delivery else { throw Unexpected("\(delivery)") }
    #expect(text == Self.bill && pauses == 1)
  }

  /// Credentials stay with the host that was asked; the server refuses whoever brings them.
  @Test func aBillOnAnotherHost() throws {
    let (delivery, text, _) = try deliver("elsewhere", hosts: ["localhost"])
    guard case .downloaded = delivery else { throw Unexpected("\(delivery)") }
    #expect(text == Self.bill)
  }

  @Test func noBillAndNotReady() throws {
    guard case .empty = try deliver("empty").0 else { throw Unexpected("a bill") }
    guard case .waiting("BILL_CREATING") = try deliver("creating").0 else { throw Unexpected("a bill") }
  }

  @Test(arguments: [
    (
      "wrong-hash",
      "https://127.0.0.1 (the link from https://HOST/bills/wrong-hash/RUN/ask): fetch: expected SHA-1 "
        + "b7c8ffb8fbc67c171328e0e8f643694e8e61b335, as published, found 6fedd3e073905593b5be6ebf8b9faaebf02e8e74; "
        + "the file is another than the published one; ask for it again"
    ),
    (
      "elsewhere",
      "https://HOST/bills/elsewhere/RUN/ask: link: expected a link of https to 127.0.0.1, found one to localhost; "
        + "nothing is fetched from elsewhere: if the host is right, add it to link-hosts"
    ),
    (
      "expired",
      "https://127.0.0.1 (the link from https://HOST/bills/expired/RUN/ask): fetch: expected status 200, found status 403; "
        + "check the credentials of this source"
    ),
    (
      "login",
      "https://HOST/bills/login/RUN/ask: fetch: expected a file, found a web page, such as a login page; "
        + "open the URL with the credentials of this source and see what it says"
    ),
  ])
  func fails(plan: String, message: String) { #expect(self.message(plan) == message) }
}
