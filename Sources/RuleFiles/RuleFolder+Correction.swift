import SettlementCore

extension RuleFolder {
  /// An agreement's file with corrected terms of versions that are in force (SPEC §8), checked like any rule file.
  ///
  /// It names a bundle of `book`, in the same currency, and versions by the dates that they have there; at least one has other terms, and
  /// those that it leaves out stay as they are. Throws every problem of it.
  public static func correction(path: String, of book: RuleBook) throws(RuleProblems) -> Agreement {
    let problems = ProblemList()
    let file = problems.file(path)
    let corrected = RuleFile.read(path: path, file).flatMap { AgreementFile($0, file) }
    if let corrected {
      checkParties([corrected], declared: Set(book.partners.map(\.partner)).union([Share.platform]))
      if let agreement = corrected.agreement { check(agreement, against: book, at: corrected.bundlePosition, file) }
    }
    try problems.throwIfAny()
    guard let agreement = corrected?.agreement else { preconditionFailure("an agreement's file without problems has an agreement") }
    return agreement
  }

  private static func check(_ agreement: Agreement, against book: RuleBook, at position: Position, _ file: FileProblems) {
    guard let known = book.agreements.first(where: { $0.bundle == agreement.bundle }) else {
      return file.add(
        at: position, expected: "a bundle of rules/agreements", found: quoted(agreement.bundle),
        advice: "name the bundle whose terms are corrected")
    }
    if agreement.currency != known.currency {
      file.add(
        at: position, expected: "the currency \(known.currency.code), as rules/agreements has it", found: agreement.currency.code,
        advice: "a correction keeps the currency")
    }
    let dates = known.versions.map(\.effective.description).joined(separator: ", ")
    for version in agreement.versions where !known.versions.contains(where: { $0.effective == version.effective }) {
      file.add(
        at: position, expected: "versions of the dates \(dates)", found: quoted(version.effective.description),
        advice: "correct a version under its own date; what is new goes into rules/agreements")
    }
    let isSame = agreement.versions.allSatisfy { version in
      known.versions.contains { $0.effective == version.effective && $0.digest == version.digest }
    }
    if isSame {
      file.add(
        at: position, expected: "a version with other terms than in rules/agreements", found: "the same",
        advice: "write the corrected terms")
    }
  }
}
