import SettlementCore
import Testing
import Transfer

@testable import Feeds

@Suite struct RequestMakerTests {
  @Test func aSignatureIsWrittenAsConfigured() throws {
    let maker = RequestMaker(TransferSettings()) { (_, _) throws(SourceFailure) in "canary" }
    let signature = RequestSignature(
      key: .environment("KEY"), template: "{timestamp}", signatureHeader: "S", timestampHeader: "T", encoding: .base64,
      timestampUnit: .milliseconds)
    var request = FileRequest(url: "https://shop.example")
    try maker.authenticate(&request, .signature(signature), "store")
    guard case .signed(let signing) = request.authentication else {
      Issue.record("not signed")
      return
    }
    #expect(signing.encoding == .base64 && signing.timestampUnit == .milliseconds)
  }
}
