/// What a finished transfer was.
public struct TransferReceipt: Sendable, Equatable {
  /// Bytes the sink has, after decompression.
  public var bytes: Int64
  public var completeness: Completeness
  /// Attempts in all, 1 when the first one succeeded.
  public var attempts: Int
  /// Breaks that were continued where they happened.
  public var resumptions: Int
  /// Time spent waiting between attempts.
  public var waited: Duration
  /// HTTP status; `nil` for the other protocols.
  public var status: Int?
  /// SFTP, FTPS, file: seconds since 1970 of the last change; HTTPS: of `Last-Modified`.
  public var modified: Int64?
  /// Headers of the last answer: names in lowercase, in their order. Other protocols have none.
  public var headers: [(name: String, value: String)]

  /// The value of the first header named `name` (in lowercase): `etag`, `last-modified`, `content-type`, `retry-after`.
  public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
  /// HTTPS: the server's time by its `Date`, in seconds since 1970.
  public var serverTime: Int64? { header("date").flatMap(Answer.date) }
  /// The values of all headers named `name` (in lowercase), such as `link`.
  public func headers(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }

  public static func == (one: Self, other: Self) -> Bool {
    one.bytes == other.bytes && one.completeness == other.completeness && one.attempts == other.attempts
      && one.resumptions == other.resumptions && one.waited == other.waited && one.status == other.status
      && one.modified == other.modified && one.headers.elementsEqual(other.headers, by: ==)
  }
}
