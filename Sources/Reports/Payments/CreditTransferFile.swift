import SettlementCore

/// Writes a payment list for the bank: ISO 20022 customer credit transfer initiation, pain.001.001.09.
///
/// One block of payments a currency. The same orders, payer and day give the same bytes: the creation time is midnight of the execution day.
public struct CreditTransferFile {
  private let messageID: String
  private let day: CalendarDay
  private let payer: BankAccount
  private var text = ""

  /// `messageID` has at most 30 characters, so that a block's can be made of it; `day` is when the bank is asked to pay.
  public init(messageID: String, payer: BankAccount, on day: CalendarDay) {
    self.messageID = messageID
    self.payer = payer
    self.day = day
  }

  /// The whole file of the orders that are `payable`, of which there must be one; all of them have a payee.
  public func xml(_ orders: [PaymentOrder]) -> [UInt8] {
    var file = self
    file.write(orders.filter { $0.state == .payable })
    return Array(file.text.utf8)
  }

  private mutating func write(_ orders: [PaymentOrder]) {
    text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">\n"
    text += "<CstmrCdtTrfInitn>\n"
    open("GrpHdr")
    element("MsgId", messageID)
    element("CreDtTm", "\(day)T00:00:00")
    element("NbOfTxs", "\(orders.count)")
    name("InitgPty", payer)
    close("GrpHdr")
    var currencies: [Currency] = []
    for order in orders where !currencies.contains(order.currency) { currencies.append(order.currency) }
    for currency in currencies.sorted(by: { $0.code < $1.code }) { writeBlock(orders.filter { $0.currency == currency }, currency) }
    text += "</CstmrCdtTrfInitn>\n</Document>\n"
  }

  private mutating func writeBlock(_ orders: [PaymentOrder], _ currency: Currency) {
    open("PmtInf")
    element("PmtInfId", "\(messageID)-\(currency.code)")
    element("PmtMtd", "TRF")
    element("NbOfTxs", "\(orders.count)")
    element("CtrlSum", Self.decimal(orders.reduce(Int128(0)) { $0 + Int128($1.amount) }, exponent: currency.exponent))
    text += "<ReqdExctnDt><Dt>\(day)</Dt></ReqdExctnDt>\n"
    name("Dbtr", payer)
    account("DbtrAcct", payer)
    bank("DbtrAgt", payer)
    for order in orders { write(order) }
    close("PmtInf")
  }

  private mutating func write(_ order: PaymentOrder) {
    guard let payee = order.payee else { preconditionFailure("a payable order has a payee") }
    open("CdtTrfTxInf")
    text += "<PmtId><EndToEndId>\(Self.escaped(order.reference))</EndToEndId></PmtId>\n"
    let amount = Money(order.amount, order.currency).decimal
    text += "<Amt><InstdAmt Ccy=\"\(order.currency.code)\">\(amount)</InstdAmt></Amt>\n"
    bank("CdtrAgt", payee)
    name("Cdtr", payee)
    account("CdtrAcct", payee)
    text += "<RmtInf><Ustrd>\(Self.escaped(order.statement))</Ustrd></RmtInf>\n"
    close("CdtTrfTxInf")
  }

  // MARK: Elements

  private mutating func open(_ tag: String) { text += "<\(tag)>\n" }
  private mutating func close(_ tag: String) { text += "</\(tag)>\n" }
  private mutating func element(_ tag: String, _ content: String) { text += "<\(tag)>\(Self.escaped(content))</\(tag)>\n" }

  private mutating func name(_ tag: String, _ party: BankAccount) { text += "<\(tag)><Nm>\(Self.escaped(party.name))</Nm></\(tag)>\n" }

  private mutating func account(_ tag: String, _ party: BankAccount) {
    switch party.number {
    case .iban(let iban): text += "<\(tag)><Id><IBAN>\(iban)</IBAN></Id></\(tag)>\n"
    case .other(let number): text += "<\(tag)><Id><Othr><Id>\(Self.escaped(number))</Id></Othr></Id></\(tag)>\n"
    }
  }

  private mutating func bank(_ tag: String, _ party: BankAccount) {
    text += "<\(tag)><FinInstnId>"
    if let bic = party.bic { text += "<BICFI>\(bic)</BICFI>" }
    if let cnaps = party.cnaps { text += "<ClrSysMmbId><ClrSysId><Cd>CNAPS</Cd></ClrSysId><MmbId>\(cnaps)</MmbId></ClrSysMmbId>" }
    if let bank = party.bank { text += "<Nm>\(Self.escaped(bank))</Nm>" }
    text += "</FinInstnId></\(tag)>\n"
  }

  private static func decimal(_ sum: Int128, exponent: Int) -> String {
    if exponent == 0 { return "\(sum)" }
    let digits = "\(sum)"
    let padded = String(repeating: "0", count: max(0, exponent + 1 - digits.count)) + digits
    return "\(padded.dropLast(exponent)).\(padded.suffix(exponent))"
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
