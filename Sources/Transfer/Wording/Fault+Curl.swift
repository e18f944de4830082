import CCurl

/// What is known when libcurl ends a transfer with an error.
struct BrokenTransfer {
  let code: CURLcode
  let address: Address
  let limits: TransferLimits
  let pin: String?
  /// `errno` of the last failing call, or 0.
  let systemError: Int
  /// OpenSSL's reason for distrusting a certificate, or 0.
  let distrust: Int
  /// libcurl's words; shown for TLS only.
  let words: String
  /// The connection stood, so the other side may have begun to answer.
  let wasConnected: Bool
  let arrived: Int64
  let total: Int64?
  let isPastDeadline: Bool
  /// This process may open no more files, which libcurl tells as an unreadable file or no connection.
  let isOutOfFiles: Bool
}

extension Fault {
  /// libcurl's error in our words.
  static func broken(_ end: BrokenTransfer) -> Fault {
    if end.isOutOfFiles { return outOfFiles }
    return switch end.code {
    case CURLE_COULDNT_RESOLVE_HOST:
      Fault(
        kind: .unreachable, expected: "the address of \(end.address.host)", found: "no such name, or no answer of the name server",
        advice: "check the name, the name server and the network", isTransient: true, isUntouched: true)
    case CURLE_COULDNT_CONNECT: unreachable(end.systemError == 0 ? "none" : systemText(end.systemError))
    case CURLE_OPERATION_TIMEDOUT: late(end)
    case CURLE_PEER_FAILED_VERIFICATION: distrusted(end)
    case CURLE_SSL_CONNECT_ERROR: end.systemError == 0 ? handshake(end) : unreachable(systemText(end.systemError))
    case CURLE_USE_SSL_FAILED:
      Fault(
        kind: .refused, expected: "TLS on every connection", found: "a server without",
        advice: "check the scheme and the port with the partner")
    case CURLE_SSL_CERTPROBLEM:
      configuration(
        expected: "a client certificate and its key", found: "files that do not fit, or a wrong passphrase", advice: "correct them")
    case CURLE_SSL_CACERT_BADFILE:
      configuration(expected: "certificates in the file of authorities", found: "none", advice: "correct the file")
    case CURLE_LOGIN_DENIED: login()
    case CURLE_REMOTE_ACCESS_DENIED:
      Fault(kind: .refused, expected: "access to the file", found: "permission denied", advice: "ask the partner for the right to it")
    case CURLE_REMOTE_FILE_NOT_FOUND, CURLE_FTP_COULDNT_RETR_FILE, CURLE_FILE_COULDNT_READ_FILE:
      Fault(kind: .missing, expected: "the file", found: "none of that name", advice: "it is not there yet, or the URL is wrong")
    case CURLE_BAD_DOWNLOAD_RESUME: changed
    case CURLE_OUT_OF_MEMORY: library(CurlRefusal("go on", end.code))
    case CURLE_RECV_ERROR where end.words.contains(" alert "): handshake(end)
    default: interrupted(end)
    }
  }

  private static let outOfFiles = Fault(
    kind: .local, expected: "a file descriptor for the connection", found: "as many open files as this process may have",
    advice: "raise the limit of open files (ulimit -n)", isTransient: true, isUntouched: true)

  /// An end that libcurl does not explain further.
  private static func interrupted(_ end: BrokenTransfer) -> Fault {
    if end.arrived > 0 { return cut(after: end.arrived, of: end.total) }
    if !end.wasConnected && end.code != CURLE_SSH { return unreachable(CurlLibrary.text(of: end.code)) }
    if end.code == CURLE_SEND_ERROR {
      return Fault(
        kind: .unreachable, expected: "an answer", found: "a connection that was closed after its greeting",
        advice: "check that the server runs, and whether it asks for a client certificate", isTransient: true)
    }
    return Fault(
      kind: .unreachable, expected: "an answer", found: "an error: \(CurlLibrary.text(of: end.code))",
      advice: "check that the server runs, and ask the partner", isTransient: true)
  }

  private static func unreachable(_ found: String) -> Fault {
    Fault(
      kind: .unreachable, expected: "a connection", found: found, advice: "check that the server runs and the network lets us reach it",
      isTransient: true, isUntouched: true)
  }

  private static func late(_ end: BrokenTransfer) -> Fault {
    if end.isPastDeadline {
      return Fault(
        kind: .timedOut, expected: "the end within \(end.limits.deadline.shown)", found: "\(end.arrived) bytes by then",
        advice: "raise the deadline if the file is that large, or ask the partner")
    }
    if !end.wasConnected { return unreachable("none within \(end.limits.connectTimeout.shown)") }
    return Fault(
      kind: .timedOut,
      expected: "at least \(end.limits.slowestBytesPerSecond) bytes/s within any \(end.limits.slowestSeconds) s",
      found: "less, \(end.arrived) bytes so far", advice: "the server or the network hangs; run again later", isTransient: true)
  }

  private static func distrusted(_ end: BrokenTransfer) -> Fault {
    if end.address.scheme == .sftp {
      return Fault(
        kind: .refused, expected: end.pin.map { "the host key \($0)" } ?? "the host key in known_hosts", found: "another host key",
        advice: "nothing was sent; ask the partner, on another way, whether it changed its key")
    }
    let found =
      switch end.distrust {
      case 0, 1: "one for another host"
      case 9: "one that is not valid yet"
      case 10: "one that has expired"
      case 18, 19: "a self-signed one"
      case 2, 20, 21: "one of an unknown authority"
      default: "one that OpenSSL rejects with error \(end.distrust)"
      }
    return Fault(
      kind: .refused, expected: "a certificate for \(end.address.host) by a trusted authority, valid today", found: found,
      advice: "nothing was sent; check the file of authorities, the host's name and this machine's date, and ask the partner")
  }

  /// TLS that broke off by the other side's decision.
  private static func handshake(_ end: BrokenTransfer) -> Fault {
    let reason = end.words.split(separator: ":").last.map { $0.split(separator: ",")[0] } ?? ""
    return Fault(
      kind: .refused, expected: "a TLS connection, version 1.2 or newer", found: reason.isEmpty ? "none" : "\(reason)",
      advice: "check the client certificate, the scheme and the port with the partner")
  }

  private static func login() -> Fault {
    Fault(
      kind: .refused, expected: "to be let in", found: "user or credentials not accepted",
      advice: "check the credentials of this source; they are not tried again")
  }
}
