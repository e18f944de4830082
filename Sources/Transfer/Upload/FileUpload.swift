import CCurl
import Foundation

extension TransferSession {
  /// Puts a file into a folder on an SFTP server; returns when the server has all of it under its name. It is tried once.
  ///
  /// It is written beside its place, as `.NAME.part`, and then takes the place of a file of that name: whole or not at all. SFTP cannot
  /// rename over a file, so one that is there is removed right before.
  public func upload(_ request: UploadRequest) throws(UploadFailure) {
    let address = try request.check()
    do throws(CurlRefusal) {
      let sending = try Sending(request, address)
      let code = sending.perform()
      guard code == CURLE_OK else { throw CurlRefusal("upload", code) }
    } catch {
      throw UploadFailure(description: "\(address.shown)\(request.name): not taken: \(UploadRequest.text(of: error.code))")
    }
  }
}

extension UploadRequest {
  /// The parsed URL of the folder; nothing is sent when something cannot be right.
  fileprivate func check() throws(UploadFailure) -> Address {
    let address: Address
    do {
      address = try FileRequest(url: folder, authentication: authentication, trust: trust).check()
    } catch {
      throw UploadFailure(description: "\(folder): expected \(error.expected), found \(error.found); \(error.advice)")
    }
    guard address.scheme == .sftp, address.query == nil, folder.hasSuffix("/"), Self.isPlain(address.decodedPath) else {
      throw UploadFailure(description: "\(folder): expected the URL of a folder with sftp:// and a plain path")
    }
    guard !name.isEmpty, !name.contains("/"), Self.isPlain(name) else {
      throw UploadFailure(description: "\(folder): expected a plain name for a file in it")
    }
    return address
  }

  /// True for what can stand between quotation marks in a command to the server.
  private static func isPlain(_ text: String) -> Bool { !text.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0x22 || $0 == 0x5C } }

  fileprivate static func text(of code: CURLcode) -> String {
    switch code {
    case CURLE_PEER_FAILED_VERIFICATION: "the host key is not the expected one; nothing was sent"
    case CURLE_LOGIN_DENIED: "the login was refused"
    case CURLE_REMOTE_FILE_NOT_FOUND, CURLE_REMOTE_ACCESS_DENIED: "the folder is not there, or we may not write into it"
    case CURLE_QUOTE_ERROR: "it could not be given its name"
    default: CurlLibrary.text(of: code)
    }
  }
}

extension Address {
  fileprivate var decodedPath: String { path.removingPercentEncoding ?? path }
}

/// libcurl's handle for one upload, and how much of it is on its way.
@safe private final class Sending {
  private var easy: EasyHandle
  private let bytes: [UInt8]
  private var sent = 0

  init(_ request: UploadRequest, _ address: Address) throws(CurlRefusal) {
    bytes = request.bytes
    easy = try EasyHandle()
    let partial = ".\(request.name).part"
    let folder = address.decodedPath
    try easy.set(CURLOPT_URL, address.url + (partial.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? partial))
    try easy.set(CURLOPT_PROTOCOLS_STR, "sftp")
    try easy.set(CURLOPT_PROXY, "")
    try easy.set(CURLOPT_NOSIGNAL, 1)
    try easy.set(CURLOPT_CONNECTTIMEOUT_MS, 30_000)
    try easy.set(CURLOPT_TIMEOUT_MS, max(1, Int(clamping: request.deadline.milliseconds)))
    try easy.setSSH(request.trust, request.authentication)
    try easy.set(CURLOPT_UPLOAD, 1)
    try easy.set(CURLOPT_INFILESIZE_LARGE, offset: Int64(bytes.count))
    // What begins with a star may fail: mostly no file of the name is there.
    try easy.setCommandsAfterwards(["*rm \"\(folder)\(request.name)\"", "rename \"\(folder)\(partial)\" \"\(folder)\(request.name)\""])
    try unsafe easy.setSource(owner: Unmanaged.passUnretained(self).toOpaque(), nextBytes)
  }

  func perform() -> CURLcode { unsafe curl_easy_perform(easy.pointer) }

  fileprivate func give(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - sent)
    unsafe buffer.copyBytes(from: bytes[sent..<sent + count])
    sent += count
    return count
  }
}

private let nextBytes: curl_bytes_function = { bytes, size, count, owner in
  let sending = unsafe Unmanaged<Sending>.fromOpaque(owner!).takeUnretainedValue()
  return unsafe sending.give(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}
