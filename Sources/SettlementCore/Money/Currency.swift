/// A currency of ISO 4217: its code and the number of decimals of its minor unit.
///
/// One byte wide, so that it can stand in a column. Codes without a minor unit (gold, test codes) are not currencies here.
public struct Currency: Hashable, Sendable {
  /// Place in the list of known currencies, which is sorted by code; 0 is `unknown`. Not stable between versions: never store it.
  public let index: UInt8

  init(index: UInt8) { self.index = index }

  /// The currency of an order that names none and has no agreement yet. Its amounts are kept at four decimals, the most that any currency has.
  public static let unknown = Currency(index: 0)

  /// The currency with a three-letter code in capitals, or nil.
  public init?(code: some StringProtocol) {
    guard let place = Self.codes.firstIndex(of: String(code)), place > 0 else { return nil }
    index = UInt8(place)
  }

  /// Three capitals, or the empty text for `unknown`.
  public var code: String { Self.codes[Int(index)] }

  /// Decimals of the minor unit: 2 for CNY, 0 for JPY, 3 for KWD (ISO 4217).
  public var exponent: Int { Int(Self.exponents[Int(index)]) }

  /// How many there are, `unknown` included.
  public static var count: Int { codes.count }

  private static let withoutDecimals: Set = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
  ]
  private static let withThreeDecimals: Set = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
  private static let withFourDecimals: Set = ["", "CLF", "UYW"]
  private static let withTwoDecimals = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP \
    CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK \
    LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD \
    RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG \
    YER ZAR ZMW ZWG
    """
  private static let codes: [String] = {
    let two = withTwoDecimals.split(separator: " ").map(String.init)
    return (two + withoutDecimals + withThreeDecimals + withFourDecimals).sorted()
  }()
  private static let exponents: [UInt8] = codes.map { code in
    withoutDecimals.contains(code) ? 0 : withThreeDecimals.contains(code) ? 3 : withFourDecimals.contains(code) ? 4 : 2
  }
}
