import LedgerStore
import RuleFiles
import SettlementCore

/// The rules as `rules check` judges them.
struct RulesFinding {
  private(set) var findings: [DoctorFinding] = []
  /// Nil when the rules have problems.
  private(set) var book: RuleBook?

  /// `ledger`: what the versions are compared with; nil for nothing.
  init(_ configuration: Configuration, _ ledger: LedgerState?) {
    do {
      let problems = try RulesCheck.check(configuration, amount: "100.00", quantity: 1) { ledger }.problems
      findings = problems.map(Doctor.problem)
      let book = try RuleFolder.read(path: configuration.rules, configuration: configuration.folder)
      if problems.isEmpty { findings.append(.ok("rules", "agreements: \(book.agreements.count), partners: \(book.partners.count)")) }
      self.book = book
    } catch {
      if findings.isEmpty { findings = [Doctor.problem("\(error)")] }
      findings.append(.warning("partners", "not asked, for the rules cannot be read", "mend the rules, then run doctor again"))
    }
  }
}
