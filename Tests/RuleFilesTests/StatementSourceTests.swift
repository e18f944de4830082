import SettlementCore
import Testing

@testable import RuleFiles

/// What a partner's `statement:` becomes; what is wrong in it is told in the gallery.
@Suite struct StatementSourceTests {
  private func read(_ keys: String) throws -> StatementSource {
    let list = ProblemList()
    let problems = list.file("partner.yaml")
    let document = YAMLDocument.read("partner: p\nstatement: {\(keys)}\n", problems)
    let file = document.flatMap { PartnerFile($0, in: "shop", problems) }
    try list.throwIfAny()
    return try #require(file?.settings?.statement).source
  }

  @Test func file() throws {
    let source = try read("url: 'file:s/{date}.csv', maximum-bytes: 1000, proof: {hash: 'file:s/{date}.csv.sha256'}")
    guard case .file = source.access else { return #expect(Bool(false), "\(source.access)") }
    #expect(source.url == "file:s/{date}.csv" && source.maximumBytes == 1000 && source.proof == .hash(url: "file:s/{date}.csv.sha256"))
    #expect(try read("url: 'file:///s.csv'").proof == .none)
    #expect(try read("url: 'file:s.csv', proof: {trailer: <END>}").proof == .trailer("<END>"))
  }

  @Test func sftp() throws {
    let pin = "SHA256:jWmy4v2nTHGp6x8ZQm0nR1s5b3u7VtXkLq9wYcD+e/A"
    let source = try read(
      """
      url: "sftp://Files.Partner.example:22/out/{date}.csv", user: qingfen, key: keys/id,
      passphrase: {credential: id}, host-key: "\(pin)", known-hosts: /etc/qingfen/known_hosts, deadline: 2h
      """)
    guard case .sftp(let access) = source.access else { return #expect(Bool(false), "\(source.access)") }
    #expect(access.user == "qingfen" && access.hostKey == pin)
    #expect(access.login == .key(path: "shop/keys/id", passphrase: .credential("id")) && access.knownHosts == "/etc/qingfen/known_hosts")
    #expect(source.maximumBytes == 2_000_000_000 && source.deadline == .seconds(7200) && source.proof == .length)
    #expect("\(source)" == "sftp://Files.Partner.example:22/out/{date}.csv")
  }

  @Test func sftpWithPassword() throws {
    let source = try read("url: 'sftp://h/s.csv', user: u, password: {env: P}, known-hosts: k")
    guard case .sftp(let access) = source.access else { return #expect(Bool(false), "\(source.access)") }
    #expect(access.login == .password(.environment("P")) && access.hostKey == nil && access.knownHosts == "shop/k")
  }

  @Test(arguments: ["ftps", "ftpes"]) func ftps(scheme: String) throws {
    let source = try read(
      """
      url: "\(scheme)://[2001:db8::1]:990/{yyyy}/{MM}/{dd}.csv", user: qingfen, password: {env: P}, ca: certs/ca.pem,
      auth: {certificate: c.pem, key: c.key}, proof: none
      """)
    guard case .ftps(let access) = source.access else { return #expect(Bool(false), "\(source.access)") }
    #expect(access.user == "qingfen" && access.password == .environment("P") && access.authorities == "shop/certs/ca.pem")
    #expect(access.certificate == CertificateFiles(certificate: "shop/c.pem", key: "shop/c.key"))
    #expect(source.proof == .none && source.deadline == .seconds(1800))
  }

  @Test func https() throws {
    let source = try read(
      """
      url: "https://files.partner.example/a@b/{date}.csv?shop=1", ca: ca.pem, auth: {netrc: netrc}, redirects: true,
      proof: {hash: "https://FILES.partner.example/{date}.csv.sha256"}
      """)
    guard case .https(let access) = source.access else { return #expect(Bool(false), "\(source.access)") }
    #expect(access.authorities == "shop/ca.pem" && access.authentication == .netrc("shop/netrc") && access.followsRedirects)
    #expect(access.question == nil && source.proof == .hash(url: "https://FILES.partner.example/{date}.csv.sha256"))
    guard case .https(let plain) = try read("url: 'https://files.partner.example/bill.csv'").access else { return #expect(Bool(false)) }
    #expect(plain.authorities == nil && plain.authentication == nil && !plain.followsRedirects)
  }

  @Test func question() throws {
    let source = try read(
      """
      url: "https://API.mch.weixin.qq.com/v3/bill/tradebill?bill_date={date}", ask: {link: /download_url, hash: /hash_value,
      hash-type: /hash_type, empty: {at: /code, is: [NO_BILL_EXIST, "20002"]}, waiting: {at: /code, is: [BILL_CREATING]},
      link-hosts: [api.mch.weixin.qq.com, CDN.example]}, proof: {trailer: end}
      """)
    guard case .https(let access) = source.access, let question = access.question else { return #expect(Bool(false), "\(source.access)") }
    #expect(question.link == "/download_url" && question.hash == "/hash_value" && question.hashType == .at("/hash_type"))
    #expect(question.empty == .init(at: "/code", values: ["NO_BILL_EXIST", "20002"]))
    #expect(question.waiting == .init(at: "/code", values: ["BILL_CREATING"]) && source.proof == .trailer("end"))
    #expect(question.linkHosts == ["api.mch.weixin.qq.com", "cdn.example"])
  }

  @Test func questionDefaults() throws {
    let source = try read("url: 'https://API.partner.example/bill', ask: {link: /url, hash: /h, hash-type: {is: sha1}}")
    guard case .https(let access) = source.access, let question = access.question else { return #expect(Bool(false), "\(source.access)") }
    #expect(question.linkHosts == ["api.partner.example"] && question.hashType == .algorithm(.sha1))
    #expect(question.empty == nil && question.waiting == nil && source.proof == .length)
  }

  /// The fingerprint of a run takes a partner's settings as text: how a server is met is not what was read.
  @Test func theTextOfAProfileIsItsURL() throws {
    let one = try read("url: 'sftp://h/{date}', user: u, password: {env: A}, known-hosts: k")
    let other = try read("url: 'sftp://h/{date}', user: v, key: k, known-hosts: l")
    #expect("\(StatementProfile(source: one, matches: .orders))" == "\(StatementProfile(source: other, matches: .orders))")
  }
}
