/// One file for a folder on an SFTP server.
public struct UploadRequest: Sendable {
  /// `sftp://host/folder/`, without user and password; the folder is there already.
  public var folder: String
  /// The file's name in it: no slash, quotation mark or control character.
  public var name: String
  public var bytes: [UInt8]
  public var authentication: Authentication
  public var trust: Trust
  public var deadline: Duration

  public init(
    folder: String, name: String, bytes: [UInt8], authentication: Authentication, trust: Trust, deadline: Duration = .seconds(600)
  ) {
    self.folder = folder
    self.name = name
    self.bytes = bytes
    self.authentication = authentication
    self.trust = trust
    self.deadline = deadline
  }
}

/// A file was not taken. The text names the server and never a secret.
public struct UploadFailure: Error, Equatable, CustomStringConvertible {
  public let description: String
}
