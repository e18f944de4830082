/// How a partner gets its statements: `deliver` of its file.
public struct DeliverySettings: Sendable {
  public enum Way: Sendable {
    /// By the configuration's mail server. The statement's number stands behind the subject; nil: a subject of ours.
    case mail(to: [String], subject: String?)
    /// Into a folder on a server: its URL, without the file's name.
    case sftp(url: String, SFTPAccess)
    /// Into a folder of this machine.
    case folder(String)
  }

  public let way: Way
  /// Drafts go out, too: the newest of each period.
  public let drafts: Bool
  /// Statements that were closed by force, and drafts of a run that lacked something, go out, too.
  public let incomplete: Bool
  /// Statements of periods that ended before do not go out; nil: all do.
  public let since: CalendarDay?
  /// The workbook goes out in a zip that this opens (AES-256); nil: as it is.
  public let zipPassword: SecretReference?

  public init(way: Way, drafts: Bool = false, incomplete: Bool = false, since: CalendarDay? = nil, zipPassword: SecretReference? = nil) {
    self.way = way
    self.drafts = drafts
    self.incomplete = incomplete
    self.since = since
    self.zipPassword = zipPassword
  }
}
