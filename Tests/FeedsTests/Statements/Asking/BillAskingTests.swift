import SettlementCore
import Testing

@testable import Feeds

@Suite struct BillAskingTests {
  static let sha1 = String(repeating: "a9", count: 20)
  static let wechat = BillQuestion(
    link: "/download_url", hash: "/hash_value", hashType: .at("/hash_type"), empty: .init(at: "/code", values: ["NO_BILL_EXIST", "20002"]),
    waiting: .init(at: "/code", values: ["BILL_CREATING"]), linkHosts: ["api.mch.weixin.qq.com", "download.example"])
  static let url = "https://api.mch.weixin.qq.com/v3/bill/tradebill?bill_date=2026-03-01"
  static let place = "https://api.mch.weixin.qq.com/v3/bill/tradebill"

  func asking(_ question: BillQuestion = wechat) throws -> BillAsking { try BillAsking(question, url: Self.url, source: "wechat") }

  func answer(_ text: String, status: Int = 200, _ question: BillQuestion = wechat) throws -> BillAnswer {
    try asking(question).answer(Array(text.utf8), status: status)
  }

  @Test func aLinkWithItsHash() throws {
    let text =
      #"{"download_url":"https:\/\/api.mch.weixin.qq.com/v3/billdownload/file?token=SECRET","hash_type":"SHA1","hash_value":"\#(Self.sha1.uppercased())"}"#
    guard case .link(let link) = try answer(text) else { throw Unexpected("no link") }
    #expect(link.url == "https://api.mch.weixin.qq.com/v3/billdownload/file?token=SECRET")
    #expect(link.hash == PublishedHash(Self.sha1, .sha1) && link.isOnAskedServer)
    #expect(link.shownAs == "https://api.mch.weixin.qq.com (the link from \(Self.place))")
    var dumped = "\(link) \(String(reflecting: link))"
    dump(link, to: &dumped)
    #expect(!dumped.contains("SECRET"))
  }

  @Test func hashesByLengthByNameAndNotAtAll() throws {
    func hash(_ question: BillQuestion, _ more: String) throws -> PublishedHash? {
      guard case .link(let link) = try answer(#"{"u":"https://download.example:8443/f"\#(more)}"#, question) else { return nil }
      #expect(!link.isOnAskedServer)
      return link.hash
    }
    let hosts = ["download.example"]
    let md5 = String(repeating: "c3", count: 16)
    #expect(try hash(BillQuestion(link: "/u", linkHosts: hosts), "") == nil)
    #expect(try hash(BillQuestion(link: "/u", hash: "/h", linkHosts: hosts), #","h":"\#(md5)""#)?.algorithm == .md5)
    #expect(
      try hash(BillQuestion(link: "/u", hash: "/h", hashType: .algorithm(.sha1), linkHosts: hosts), #","h":"\#(Self.sha1)""#)?.algorithm
        == .sha1)
    #expect(
      try hash(BillQuestion(link: "/u", hash: "/h", hashType: .at("/t"), linkHosts: hosts), #","h":"\#(md5)","t":"md-5""#)?.algorithm
        == .md5)
  }

  @Test func noBillAndNotReady() throws {
    guard case .empty = try answer(#"{"code":"NO_BILL_EXIST","message":"账单文件不存在"}"#, status: 400) else { throw Unexpected("no bill") }
    guard case .empty = try answer(#"{"code":20002}"#) else { throw Unexpected("no bill, as a number") }
    guard case .waiting("BILL_CREATING") = try answer(#"{"code":"BILL_CREATING"}"#, status: 400) else { throw Unexpected("not ready") }
  }

  @Test(arguments: [
    (
      #"{"code":"NO_AUTH"}"#, 403,
      "\(place): link: expected a text at /download_url, found nothing, status 403, /code NO_AUTH; see what the partner's interface means by it"
    ),
    (
      #"{"code":0,"download_url":null}"#, 200,
      "\(place): link: expected a text at /download_url, found nothing, /code 0; see what the partner's interface means by it"
    ),
    (
      "<html>login</html>", 200, "\(place):1: byte 0: expected a value, found '<'; the answer must be JSON: check the address and the login"
    ),
    (
      #"{"download_url":"https://evil.example/x?token=SECRET"}"#, 200,
      "\(place): link: expected a link of https to api.mch.weixin.qq.com or download.example, found one to evil.example; "
        + "nothing is fetched from elsewhere: if the host is right, add it to link-hosts"
    ),
    (
      #"{"download_url":"https://download.example@evil.example/x?token=SECRET"}"#, 200,
      "\(place): link: expected a link of https to api.mch.weixin.qq.com or download.example, found another kind of link; "
        + "nothing is fetched from elsewhere: if the host is right, add it to link-hosts"
    ),
    (
      #"{"download_url":"http://download.example/x?token=SECRET"}"#, 200,
      "\(place): link: expected a link of https to api.mch.weixin.qq.com or download.example, found another kind of link; "
        + "nothing is fetched from elsewhere: if the host is right, add it to link-hosts"
    ),
    (
      #"{"download_url":"https://download.example/x","hash_type":"CRC32","hash_value":"00"}"#, 200,
      "\(place): hash-type: expected MD5, SHA1 or SHA256 at /hash_type, found CRC32; correct hash-type in the partner's file"
    ),
    (
      #"{"download_url":"https://download.example/x","hash_type":"SHA1"}"#, 200,
      "\(place): hash: expected 40 hexadecimal digits at /hash_value, found nothing; correct hash and hash-type in the partner's file"
    ),
    (
      #"{"download_url":"https://download.example/x","hash_type":"SHA1","hash_value":"00"}"#, 200,
      "\(place): hash: expected 40 hexadecimal digits at /hash_value, found 00; correct hash and hash-type in the partner's file"
    ),
    (
      #"{"download_url":"https://download.example/x","hash_type":"SHA1","hash_value":"https://download.example/x?token=SECRET"}"#, 200,
      "\(place): hash: expected 40 hexadecimal digits at /hash_value, found a text of 39 characters; correct hash and hash-type in the partner's file"
    ),
    (
      #"{"code":"see https://download.example/x?token=SECRET"}"#, 403,
      "\(place): link: expected a text at /download_url, found nothing, status 403, /code a text of 43 characters; "
        + "see what the partner's interface means by it"
    ),
  ])
  func messages(text: String, status: Int, message: String) {
    let failure = #expect(throws: SourceFailure.self) { try answer(text, status: status) }
    #expect(failure?.description == message)
    #expect(failure?.source == "wechat")
  }

  static let expired = SourceFailure(
    kind: .refused, source: "wechat", file: "https://download.example", field: "fetch", expected: "status 200", found: "403",
    advice: "ask again")

  /// Runs with downloads that fail so many times; says what was asked, fetched and waited for.
  func deliver(failing: Int, attempts: Int, last: String? = nil) throws -> (BillDelivery<String>, log: [String]) {
    let log = Log()
    func pause(_ made: Int) { log.lines.append("pause \(made)") }
    let delivery = try asking().deliver(attempts: attempts, pause: pause) {
      log.lines.append("ask")
      let asked = log.lines.count { $0 == "ask" }
      if let last, asked > failing { return (Array(last.utf8), 200) }
      return (Array(#"{"download_url":"https://download.example/\#(asked)","hash_type":"SHA1","hash_value":"\#(Self.sha1)"}"#.utf8), 200)
    } download: { link in
      log.lines.append(link.url)
      if log.lines.count(where: { $0.hasPrefix("https") }) <= failing { throw Self.expired }
      return "bill"
    }
    return (delivery, log.lines)
  }

  @Test func anExpiredLinkIsAskedForAgain() throws {
    let (delivery, log) = try deliver(failing: 1, attempts: 3)
    guard case .downloaded("bill", let link) = delivery else { throw Unexpected("not downloaded") }
    #expect(link.url == "https://download.example/2")
    #expect(log == ["ask", "https://download.example/1", "pause 1", "ask", "https://download.example/2"])
  }

  @Test func afterTheLastAttemptItHasFailed() {
    let failure = #expect(throws: SourceFailure.self) { _ = try deliver(failing: 9, attempts: 2) }
    #expect(failure == Self.expired)
  }

  @Test func anAnswerMayChangeMeanwhile() throws {
    let (delivery, log) = try deliver(failing: 1, attempts: 2, last: #"{"code":"BILL_CREATING"}"#)
    guard case .waiting("BILL_CREATING") = delivery else { throw Unexpected("not waiting") }
    #expect(log.count == 4)
  }

  @Test func otherErrorsEndIt() {
    struct Cancelled: Error {}
    #expect(throws: Cancelled.self) {
      _ = try asking().deliver(attempts: 5, pause: { _ in Issue.record("paused") }, ask: { throw Cancelled() }, download: { _ in })
    }
  }
}

struct Unexpected: Error {
  let what: String
  init(_ what: String) { self.what = what }
}

private final class Log {
  var lines: [String] = []
}
