/// Where a partner's statement is and how it is fetched.
public struct StatementSource: Sendable {
  /// How the URL's server is met.
  public enum Access: Sendable {
    /// A local file.
    case file
    case https(HTTPSAccess)
    case sftp(SFTPAccess)
    /// `ftps:` (TLS from the start) and `ftpes:` (TLS by AUTH TLS).
    case ftps(FTPSAccess)
  }

  /// `file:` and a path relative to the configuration or absolute, or a URL of https, sftp, ftps or ftpes. It holds no user and no secret;
  /// `{date}` `{yyyy}` `{MM}` `{dd}` are the business day. With ``HTTPSAccess/question`` it is the question's.
  public let url: String
  public let access: Access
  /// A larger file is refused.
  public let maximumBytes: Int64
  /// For the whole transfer of one file; a local file has none.
  public let deadline: Duration
  public let proof: CompletenessProof

  public static let standardMaximumBytes: Int64 = 2_000_000_000
  public static let standardDeadline = Duration.seconds(30 * 60)

  public init(
    url: String, access: Access = .file, maximumBytes: Int64 = standardMaximumBytes, deadline: Duration = standardDeadline,
    proof: CompletenessProof = .none
  ) {
    self.url = url
    self.access = access
    self.maximumBytes = maximumBytes
    self.deadline = deadline
    self.proof = proof
  }
}

extension StatementSource: CustomStringConvertible {
  /// The URL: what else is here says how it is reached, not what is read.
  public var description: String { url }
}
