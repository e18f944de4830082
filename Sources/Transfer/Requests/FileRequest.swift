/// One file or answer to get, with everything that is needed to get it safely.
public struct FileRequest: Sendable {
  public enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
  }
  public enum Content: Sendable {
    case any
    /// Refuses a web page in place of a file, such as a login page with status 200: by `Content-Type`, or by how it begins.
    case notHTML
  }

  /// `https://`, `sftp://`, `ftps://` (TLS from the first byte), `ftpes://` (TLS by AUTH TLS) or `file:///`, without user and password.
  public var url: String
  /// What messages say in place of the URL; for links that are a secret themselves. Otherwise the URL without the values of its query.
  public var shownAs: String?
  /// HTTPS only. A POST is tried again only when it cannot have been taken: no connection, or status 429 or 503.
  public var method: Method
  /// HTTPS only, for POST and PUT.
  public var body: [UInt8]?
  /// HTTPS only. They never follow a redirect to another host.
  public var headers: [(name: String, value: String)]
  public var authentication: Authentication
  /// HTTPS and FTPS.
  public var certificate: ClientCertificate?
  public var trust: Trust
  public var limits: TransferLimits
  public var retry: RetryPolicy
  public var proof: Proof
  public var content: Content
  /// HTTPS: most redirects that are followed, each to https. Credentials and headers stay with their host, and only GET is redirected.
  public var maximumRedirects: Int
  /// HTTPS: asks for gzip; the sink gets the decompressed bytes.
  public var acceptsGzip: Bool
  /// HTTPS: statuses besides 200 whose body is handed over as the answer, such as 404 with an error document.
  public var answerStatuses: Set<Int>
  /// Refuses addresses of this machine and its link (127/8, ::1, 169.254/16, fe80::/10, 0/8); for links that came from outside.
  public var refusesLocalAddresses: Bool

  public init(
    url: String, shownAs: String? = nil, method: Method = .get, body: [UInt8]? = nil, headers: [(name: String, value: String)] = [],
    authentication: Authentication = .none, certificate: ClientCertificate? = nil, trust: Trust = Trust(),
    limits: TransferLimits = TransferLimits(), retry: RetryPolicy = RetryPolicy(), proof: Proof = Proof(), content: Content = .any,
    maximumRedirects: Int = 0, acceptsGzip: Bool = false, answerStatuses: Set<Int> = [], refusesLocalAddresses: Bool = false
  ) {
    self.url = url
    self.shownAs = shownAs
    self.method = method
    self.body = body
    self.headers = headers
    self.authentication = authentication
    self.certificate = certificate
    self.trust = trust
    self.limits = limits
    self.retry = retry
    self.proof = proof
    self.content = content
    self.maximumRedirects = maximumRedirects
    self.acceptsGzip = acceptsGzip
    self.answerStatuses = answerStatuses
    self.refusesLocalAddresses = refusesLocalAddresses
  }
}
