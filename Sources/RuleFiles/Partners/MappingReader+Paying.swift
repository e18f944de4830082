import SettlementCore

extension MappingReader {
  /// `{count, amount}`, at least one of them: what may be open when a period is closed.
  func openLimit(_ key: String) -> OpenLimit? {
    let keys = ["count", "amount"]
    guard let reader = mapping(key, "an open limit", keys: keys) else { return nil }
    if !keys.contains(where: reader.has) {
      reader.problems.add(
        at: reader.position, expected: "at least one of count, amount in an open limit", found: "none", advice: "say how much may be open")
    }
    let count = reader.number("count", 0...1_000_000_000)
    return OpenLimit(count: count.map { Int($0) }, amount: reader.amount("amount", exponent: 4))
  }

  /// `{name, iban or account, bank or bic or cnaps}`.
  func bankAccount(_ key: String, _ kind: String) -> BankAccount? {
    let keys = ["name", "iban", "account", "bank", "bic", "cnaps"]
    guard let reader = mapping(key, kind, keys: keys, required: ["name"]) else { return nil }
    let name = reader.text("name", atMost: 140)
    let number = reader.one(of: ["iban", "account"]).flatMap { $0 == "iban" ? reader.iban($0) : reader.accountNumber($0) }
    let codes = ["bank", "bic", "cnaps"]
    if !codes.contains(where: reader.has) {
      reader.problems.add(
        at: reader.position, expected: "at least one of bank, bic, cnaps in \(kind)", found: "none", advice: "say at which bank it is")
    }
    let bank = reader.text("bank", atMost: 140)
    let bic = reader.checked("bic", BankAccount.isBIC, expected: "a BIC of 8 or 11 capitals and digits", advice: "copy it from the bank")
    let cnaps = reader.checked(
      "cnaps", { $0.utf8.count == 12 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }, expected: "12 digits",
      advice: "copy the bank's number in the clearing system")
    guard let name, let number else { return nil }
    return BankAccount(name: name, number: number, bank: bank, bic: bic, cnaps: cnaps)
  }

  private func iban(_ key: String) -> BankAccount.Number? {
    guard let text = text(key) else { return nil }
    let iban = text.filter { $0 != " " }
    if BankAccount.isIBAN(iban) { return .iban(iban) }
    refuse(key, expected: "an IBAN whose check digits are right", advice: "copy it from the bank, or write account: for another number")
    return nil
  }

  private func accountNumber(_ key: String) -> BankAccount.Number? {
    func isPlain(_ text: String) -> Bool {
      (1...34).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x2D }
    }
    return checked(key, isPlain, expected: "an account number of 1 to 34 digits, capitals and -", advice: "write it without blanks")
      .map { .other($0) }
  }

  private func text(_ key: String, atMost limit: Int) -> String? {
    guard let text = text(key) else { return nil }
    if text.unicodeScalars.count <= limit { return text }
    refuse(key, expected: "at most \(limit) characters", advice: "shorten it")
    return nil
  }

  private func checked(_ key: String, _ isRight: (String) -> Bool, expected: String, advice: String) -> String? {
    guard let text = text(key) else { return nil }
    if isRight(text) { return text }
    refuse(key, expected: expected, advice: advice)
    return nil
  }
}
