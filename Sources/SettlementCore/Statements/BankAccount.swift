/// Whom a payment goes to, or who pays it: a name and an account at a bank.
public struct BankAccount: Hashable, Sendable {
  public enum Number: Hashable, Sendable {
    /// ISO 13616, without blanks, its check digits right.
    case iban(String)
    /// An account number of the bank's own, such as in China.
    case other(String)

    public var text: String {
      switch self {
      case .iban(let text), .other(let text): text
      }
    }
  }

  public let name: String
  public let number: Number
  /// The bank's name as a person writes it; nil where a code says it.
  public let bank: String?
  /// ISO 9362, eight or eleven characters.
  public let bic: String?
  /// Twelve digits: the bank's number in China's clearing system (联行号).
  public let cnaps: String?

  public init(name: String, number: Number, bank: String? = nil, bic: String? = nil, cnaps: String? = nil) {
    self.name = name
    self.number = number
    self.bank = bank
    self.bic = bic
    self.cnaps = cnaps
  }

  /// True when the text has an IBAN's form and its check digits are right: its number modulo 97 is 1 (ISO 13616).
  public static func isIBAN(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (15...34).contains(bytes.count), bytes.prefix(2).allSatisfy(isLetter), bytes[2...3].allSatisfy(isDigit),
      bytes.allSatisfy({ isLetter($0) || isDigit($0) })
    else { return false }
    var rest = 0
    for byte in bytes[4...] + bytes[..<4] {
      rest = isDigit(byte) ? (rest * 10 + Int(byte - 0x30)) % 97 : (rest * 100 + Int(byte - 0x41) + 10) % 97
    }
    return rest == 1
  }

  /// True when the text has the form of a BIC.
  public static func isBIC(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 8 || bytes.count == 11 else { return false }
    return bytes.allSatisfy { isLetter($0) || isDigit($0) } && bytes[4..<6].allSatisfy(isLetter)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
}
