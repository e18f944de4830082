/// The names under which codes come: compared without case of ASCII letters, and without blanks, `_` and `-`.
public struct CodeNames: Sendable {
  private let names: [[UInt8]]

  public init(_ names: some Sequence<String>) { self.names = names.map { Self.core(Array($0.utf8)) } }

  public func contains(_ name: String) -> Bool { contains(Array(name.utf8)) }

  func contains(_ name: [UInt8]) -> Bool { names.contains(Self.core(name)) }

  /// What counts of a name: no blanks, of whatever alphabet, nothing that is not seen, no case.
  private static func core(_ name: [UInt8]) -> [UInt8] {
    var core: [UInt8] = []
    for byte in name {
      switch byte {
      case ...0x20, UInt8(ascii: "_"), UInt8(ascii: "-"): continue
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): core.append(byte + 32)
      default: core.append(byte)
      }
    }
    return core.allSatisfy { $0 < 0x80 } ? core : seen(core)
  }

  private static func seen(_ name: [UInt8]) -> [UInt8] {
    let scalars = String(decoding: name, as: UTF8.self).unicodeScalars.filter {
      !$0.properties.isWhitespace && $0.properties.generalCategory != .format
    }
    return Array(String(String.UnicodeScalarView(scalars)).utf8)
  }
}
