/// What tells whether the file of a later attempt is still the same one, so that a break can be continued.
struct FileVersion: Equatable {
  /// HTTPS: a strong ETag, else a `Last-Modified` that is older than the answer, as `If-Range` wants it.
  var validator: String?
  /// Bytes of the whole file.
  var total: Int64?
  /// SFTP and FTPS: seconds since 1970.
  var modified: Int64?

  init(_ answer: Answer) {
    total = answer.contentLength
    if let tag = answer.header("etag") {
      // A weak one means that the bytes may differ, and then a date says no more.
      validator = tag.hasPrefix("\"") ? tag : nil
    } else if let date = answer.header("last-modified"), let modified = Answer.date(date),
      let sent = answer.header("date").flatMap(Answer.date), sent - modified >= 60
    {
      validator = date
    }
  }

  init(total: Int64?, modified: Int64?) {
    self.total = total
    self.modified = modified
  }
}
