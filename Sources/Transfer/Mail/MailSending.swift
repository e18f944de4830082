import CCurl
import Faults

extension TransferSession {
  /// Hands a mail to its server; returns when the server has taken it. It is tried once.
  public func send(_ mail: MailRequest) throws(MailFailure) {
    guard Effect.happens(.notice, mail.url) else { throw MailFailure(description: "\(mail.url): not sent: the connection broke") }
    do throws(CurlRefusal) {
      let sending = try MailSending(mail)
      let code = sending.perform()
      guard code == CURLE_OK else { throw CurlRefusal("send", code) }
    } catch {
      throw MailFailure(description: "\(mail.url): not sent: \(CurlLibrary.text(of: error.code))")
    }
  }
}

/// libcurl's handle for one mail, and how much of it is on its way.
@safe private final class MailSending {
  private var easy: EasyHandle
  private let message: [UInt8]
  private var sent = 0

  init(_ mail: MailRequest) throws(CurlRefusal) {
    message = mail.message
    easy = try EasyHandle()
    try easy.set(CURLOPT_URL, mail.url)
    try easy.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    try easy.set(CURLOPT_PROXY, "")
    try easy.set(CURLOPT_NOSIGNAL, 1)
    try easy.set(CURLOPT_TIMEOUT_MS, max(1, Int(clamping: mail.deadline.milliseconds)))
    try easy.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
    try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
    try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
    try easy.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    if let file = mail.authorityFile {
      try easy.set(CURLOPT_CAINFO, file)
      try easy.set(CURLOPT_CAPATH, nil)
    }
    if let login = mail.login {
      try easy.set(CURLOPT_USERNAME, login.user)
      try easy.set(CURLOPT_PASSWORD, login.password.revealed)
    }
    try easy.set(CURLOPT_MAIL_FROM, "<\(mail.from)>")
    try easy.setRecipients(mail.to.map { "<\($0)>" })
    try easy.set(CURLOPT_UPLOAD, 1)
    try unsafe easy.setSource(owner: Unmanaged.passUnretained(self).toOpaque(), nextBytes)
  }

  func perform() -> CURLcode { unsafe curl_easy_perform(easy.pointer) }

  fileprivate func give(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, message.count - sent)
    unsafe buffer.copyBytes(from: message[sent..<sent + count])
    sent += count
    return count
  }
}

private let nextBytes: curl_bytes_function = { bytes, size, count, owner in
  let sending = unsafe Unmanaged<MailSending>.fromOpaque(owner!).takeUnretainedValue()
  return unsafe sending.give(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}
