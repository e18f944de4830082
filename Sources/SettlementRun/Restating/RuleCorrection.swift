import DurableFiles
import Feeds
import Foundation
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// Reckons what corrected terms of an agreement would have made of a period, and what is to be posted for it (SPEC §8).
///
/// Orders keep the version that split them for ever: only the difference of what was owed is posted, once.
struct RuleCorrection {
  let agreement: Agreement
  let differences: RuleDifferences
  private let configuration: Configuration
  private let entries: [RuleCorrections.Entry]
  /// SHA-256 over the corrected versions; comments do not count.
  private let digest: String

  /// `path` is the file with the corrected terms; `partners` have the period.
  ///
  /// Throws `RuleProblems` with all that is wrong with the file, `SettlementRefusal` when its versions have split no order or an order
  /// cannot be split by them, and what telling runs again throws.
  init(
    path: String, period: String, _ partners: [(partner: PartnerPeriods.Partner, days: ClosedRange<CalendarDay>)],
    _ configuration: Configuration, _ ledger: any Ledger, _ state: LedgerState, _ rules: RunRules, _ zone: BusinessZone,
    _ progress: (String) -> Void
  ) throws {
    let agreement = try RuleFolder.correction(path: path, of: rules.book)
    (self.agreement, self.configuration) = (agreement, configuration)
    digest = Digest.sha256(of: Array(agreement.versions.map { "\(agreement.bundle) \($0.effective) \($0.digest)\n" }.joined().utf8))
    var corrected = rules
    let terms = try corrected.correct(by: agreement)
    if terms.isEmpty {
      throw SettlementRefusal("\(path): no version that it changes has split an order: put the terms into rules/agreements")
    }
    let spans = partners.map {
      CorrectedHistory.Span(partner: $0.partner.settings.partner, party: $0.partner.party, days: $0.days)
    }
    var history = CorrectedHistory(spans, terms: terms)
    var carried = CorrectedState(terms: terms)
    for record in state.runs {
      progress("run \(record.id): telling it again under corrected terms")
      let old = try RunReplay.posted(record, state, rules, zone, ledger)
      try history.add(old: old, new: try RunReplay.posted(record, state, corrected: corrected, zone, ledger, &carried))
    }
    try Self.check(history.unsplit, path)
    let entries = try Self.entries(history, spans, rules, ledger)
    self.entries = entries
    differences = RuleDifferences(
      period: period, agreement: agreement.bundle, title: agreement.title,
      versions: terms.sorted().map { rules.terms[Int($0)].version.effective }, currency: agreement.currency,
      partners: partners.map { partner, days in
        RuleDifferences.Partner(
          id: partner.settings.partner, title: partner.settings.title, days: days,
          rows: entries.filter { $0.partner == partner.settings.partner && $0.amount != 0 }.map {
            .init(reference: $0.key, orderID: $0.orderID, old: $0.owed, difference: $0.amount)
          })
      })
  }

  private static func check(_ unsplit: [String], _ path: String) throws(SettlementRefusal) {
    if unsplit.isEmpty { return }
    let more = unsplit.count > 10 ? " and \(unsplit.count - 10) more" : ""
    let shown = unsplit.prefix(10).map(AlignedTable.printable).joined(separator: ", ") + more
    throw SettlementRefusal(
      "\(path): expected terms that split every order of the version, found shares above the base, or amounts beyond 64 bits, for "
        + "\(shown): lower them, or write allow-loss: true")
  }

  /// Of every partner and order what is owed with the corrections that were posted before, and what is missing; by partner and key.
  private static func entries(
    _ history: CorrectedHistory, _ spans: [CorrectedHistory.Span], _ rules: RunRules, _ ledger: any Ledger
  ) throws -> [RuleCorrections.Entry] {
    var entries: [RuleCorrections.Entry] = []
    for span in spans {
      let posted = try posted(span, ledger)
      for (key, amounts) in history.amounts where key.party == span.party {
        let terms = rules.terms[Int(key.terms)]
        let name = RuleKey.text(terms.bundle, terms.version.effective, order: key.name)
        let owed = try amounts.old.adding(posted[name] ?? 0)
        entries.append(
          RuleCorrections.Entry(
            partner: span.partner, key: name, orderID: key.isOrder ? key.name : "", currency: terms.currency, lastDay: span.days.upperBound,
            owed: owed, amount: try amounts.new.adding(-owed)))
      }
    }
    return entries.sorted { left, right in
      let (a, b) = left.partner != right.partner ? (left.partner, right.partner) : (left.key, right.key)
      return a.utf8.lexicographicallyPrecedes(b.utf8)
    }
  }

  private static func posted(_ span: CorrectedHistory.Span, _ ledger: any Ledger) throws -> [String: Int64] {
    let corrections = try ledger.corrections(partner: span.partner).filter { $0.lastDay == span.days.upperBound }
    var sums: [String: Int64] = [:]
    for (run, corrections) in Dictionary(grouping: corrections, by: \.run) {
      let keys = Set(corrections.map(\.key))
      for adjust in try ledger.adjusts(run: run) where adjust.partner == span.partner && keys.contains(adjust.key) {
        sums[adjust.key] = try (sums[adjust.key] ?? 0).adding(adjust.amount)
      }
    }
    return sums
  }

  /// What a run is to post; nil: nothing.
  var corrections: RuleCorrections? {
    let due = entries.filter { $0.amount != 0 }
    return due.isEmpty ? nil : RuleCorrections(entries: due, digest: digest)
  }

  /// Writes the differences as a workbook: `output/what-if/<period>-<bundle>.xlsx`. Returns its path; what stood there is replaced.
  func write() throws -> String {
    let folder = "\(configuration.output)/what-if"
    let staging = "\(folder)/.making"
    try FinalFile.discard(folder: staging)
    try FolderTree.ensure("\(staging)/tmp")
    defer { try? FinalFile.discard(folder: staging) }
    try RuleDifferencesWorkbook.write(
      differences, language: configuration.language, to: "\(staging)/w.xlsx", temporaryFolder: "\(staging)/tmp")
    let path = "\(folder)/\(differences.period)-\(Self.fileName(agreement.bundle)).xlsx"
    guard let bytes = FileManager.default.contents(atPath: "\(staging)/w.xlsx") else {
      throw FileFailure(operation: "read", path: "\(staging)/w.xlsx", code: EIO)
    }
    try WholeFile.write(to: path) { try $0(Array(bytes)) }
    return path
  }

  /// A bundle's name is any text, and no text from outside becomes a path: other signs than letters, digits, `_` and `-` are left out,
  /// and a digest tells such names apart.
  private static func fileName(_ bundle: String) -> String {
    let plain = String(bundle.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }.prefix(64))
    return plain == bundle ? plain : "\(plain.prefix(48))-\(Digest.sha256(of: Array(bundle.utf8)).prefix(8))"
  }
}
