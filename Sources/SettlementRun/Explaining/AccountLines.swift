import Reports
import SettlementCore

/// The lines of a posting group as a table: accounts by name as bytes, debit and credit.
enum AccountLines {
  static func text(
    _ lines: [(account: Account, amount: Int64)], _ currency: Currency, _ parties: Terminology, _ say: Wording
  ) -> [String] {
    var table = AlignedTable([(say("科目", "account"), .left), (say("借方", "debit"), .right), (say("贷方", "credit"), .right)])
    let named = lines.map { (name: $0.account.name(parties), amount: $0.amount) }
    for line in named.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      let money = MoneyText.print(line.amount, exponent: currency.exponent)
      table.append([AlignedTable.printable(line.name), line.amount > 0 ? money : "", line.amount < 0 ? String(money.dropFirst()) : ""])
    }
    return table.lines(indent: "   ")
  }
}
