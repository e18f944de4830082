import Foundation

extension MappingReader {
  /// A path of one file or folder for all days, under `folder` unless it is absolute.
  func path(_ key: String, in folder: String) -> String? {
    guard let path = text(key) else { return nil }
    if path.contains(where: { $0 == "{" || $0 == "}" }) {
      refuse(key, expected: "a path without a pattern", advice: "write one path for all days")
    }
    return Configuration.resolve(path, in: folder)
  }

  /// The name of a time zone.
  func zone(_ key: String) -> String? {
    guard let zone = text(key) else { return nil }
    if !Self.isZone(zone) { refuse(key, expected: "a zone of the time zone database", advice: "write one such as Asia/Shanghai") }
    return zone
  }

  static func isZone(_ name: String) -> Bool { TimeZone(identifier: name) != nil }

  /// A JSON pointer that is not empty (RFC 6901).
  func pointer(_ key: String) -> String? {
    guard let pointer = text(key) else { return nil }
    if !pointer.hasPrefix("/") || pointer.contains(/~(?![01])/) {
      refuse(key, expected: "a JSON pointer (RFC 6901)", advice: "write one such as /data/items, ~ as ~0")
    }
    return pointer
  }

  /// The name of a header of HTTP.
  func header(_ key: String) -> String? {
    guard let name = text(key) else { return nil }
    if name.wholeMatch(of: /[A-Za-z0-9-]+/) == nil {
      refuse(key, expected: "the name of a header", advice: "write letters, digits and - such as X-Signature")
    }
    return name
  }

  /// The name of a parameter in a query of a URL.
  func parameter(_ key: String) -> String? {
    guard let name = text(key) else { return nil }
    if name.wholeMatch(of: /[A-Za-z0-9._~\[\]-]+/) == nil {
      refuse(key, expected: "the name of a parameter of a URL", advice: "write letters, digits and . _ ~ - [ ]")
    }
    return name
  }

  /// The PEM files of a client certificate, `certificate` and `key`: both or neither.
  func clientCertificate(in folder: String) -> (certificate: String, key: String)? {
    if has("certificate") {
      demand(["key"], "beside certificate")
    } else {
      refuseKeys(["key"], expected: "beside certificate", advice: "remove it")
    }
    guard let certificate = path("certificate", in: folder), let key = path("key", in: folder) else { return nil }
    return (certificate, key)
  }
}
