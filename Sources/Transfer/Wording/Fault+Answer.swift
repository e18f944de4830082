extension Fault {
  /// A status that is not the file.
  static func status(_ status: Int, retryAfter: Duration?, redirect: String?) -> Fault {
    var fault =
      switch status {
      case 401, 403, 407:
        Fault(kind: .refused, expected: "status 200", found: "status \(status)", advice: "check the credentials of this source")
      case 404, 410:
        Fault(kind: .missing, expected: "the file", found: "status \(status)", advice: "it is not there yet, or the URL is wrong")
      case 408, 425, 429, 500, 502, 503, 504:
        Fault(
          kind: .unavailable, expected: "status 200", found: "status \(status)", advice: "run again later, or ask the partner",
          isTransient: true, isUntouched: status == 429 || status == 503, retryAfter: retryAfter)
      case 300..<400:
        Fault(
          kind: .unexpected, expected: "the file", found: "status \(status), a redirect to \(redirect ?? "nowhere")",
          advice: "configure that URL if it is the right one")
      default: Fault(kind: .unexpected, expected: "status 200", found: "status \(status)", advice: "check the URL and the request")
      }
    fault.status = status
    return fault
  }

  static func redirects(_ maximum: Int) -> Fault {
    Fault(
      kind: .unexpected, expected: "at most \(maximum) redirects", found: "one more", advice: "ask the partner for the file's final URL")
  }

  static let redirectedElsewhere = Fault(
    kind: .unexpected, expected: "a redirect to https", found: "another scheme", advice: "do not follow it; ask the partner")

  static let webPage = Fault(
    kind: .unexpected, expected: "a file", found: "a web page, such as a login page",
    advice: "open the URL with the credentials of this source and see what it says")

  static func encoding(_ name: String) -> Fault {
    Fault(
      kind: .unexpected, expected: "no content encoding, or gzip", found: name.debugDescription,
      advice: "ask the partner to send the file as it is")
  }

  static let localAddress = Fault(
    kind: .refused, expected: "an address outside this machine", found: "a local one",
    advice: "such links are not followed; ask the partner")

  static func tooLarge(_ maximum: Int64, announced: Int64?) -> Fault {
    Fault(
      kind: .tooLarge, expected: "at most \(maximum) bytes", found: announced.map { "\($0) bytes announced" } ?? "more",
      advice: "raise the maximum if the file is right")
  }

  static func length(_ expected: Int64, found: Int64) -> Fault {
    Fault(
      kind: .incomplete, expected: "\(expected) bytes, as published", found: "\(found) bytes",
      advice: "the file is another than the published one; ask for it again")
  }

  static func digest(_ expected: PublishedDigest, found: String) -> Fault {
    Fault(
      kind: .wrongDigest, expected: "\(expected.algorithm.rawValue) \(expected.hexadecimal), as published", found: found,
      advice: "the file is another than the published one; ask for it again")
  }

  static let unproven = Fault(
    kind: .incomplete, expected: "a proof that the body is whole: a length, an end mark or a published digest",
    found: "only a closed connection", advice: "ask the partner for one of these, or allow files without proof")

  static func cut(after bytes: Int64, of total: Int64?) -> Fault {
    Fault(
      kind: .incomplete, expected: total.map { "\($0) bytes" } ?? "the end of the body", found: "an end after \(bytes) bytes",
      advice: "the server or the network cuts the transfer; run again later", isTransient: true)
  }

  static let cutCompression = Fault(
    kind: .incomplete, expected: "the end of the gzip stream", found: "the end of the body before it",
    advice: "the server or the network cuts the transfer; run again later", isTransient: true, startsAnew: true)

  static let brokenCompression = Fault(
    kind: .incomplete, expected: "a gzip stream", found: "damaged bytes", advice: "run again later, or ask the partner", isTransient: true,
    startsAnew: true)

  static let changed = Fault(
    kind: .incomplete, expected: "the rest of the file", found: "a file that changed in between", advice: "run again when it is finished",
    isTransient: true, startsAnew: true)

  static let cancelled = Fault(kind: .cancelled, expected: "to finish", found: "a request to stop", advice: "start the run again")

  static func sink(_ error: any Error) -> Fault {
    Fault(kind: .local, expected: "to store the file", found: "\(error)", advice: "correct the cause and start again", cause: error)
  }

  static func library(_ refusal: CurlRefusal) -> Fault {
    Fault(
      kind: .local, expected: "libcurl to \(refusal.step)", found: CurlLibrary.text(of: refusal.code),
      advice: "check memory and the installed libcurl", cause: refusal)
  }
}
