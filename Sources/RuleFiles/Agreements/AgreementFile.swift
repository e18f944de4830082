import SettlementCore

/// Reads one file of `rules/agreements` (SPEC §3).
///
/// Defaults: `title` the bundle, `base: paid`, `rounding: half-up`, `allow-loss: false`, `refund: ratio`.
struct AgreementFile {
  /// Nil when a problem was found.
  let agreement: Agreement?
  let bundle: String?
  let bundlePosition: Position
  /// Every party that a share names, with the place of its `to`.
  let parties: [(party: String, position: Position)]
  let problems: FileProblems

  init?(_ document: RuleValue, _ problems: FileProblems) {
    self.problems = problems
    let keys = ["bundle", "title", "currency", "versions"]
    guard let reader = MappingReader(document, "an agreement", keys: keys, required: ["bundle", "currency", "versions"], problems) else {
      return nil
    }
    bundle = reader.text("bundle")
    bundlePosition = reader.position(of: "bundle")
    let title = reader.text("title")
    let currency = Self.currency(reader)
    var read: [VersionReader] = []
    for value in reader.list("versions", of: "dated versions") ?? [] {
      if let version = VersionReader(value, currency: currency, problems) { read.append(version) }
    }
    parties = read.flatMap(\.parties)
    Self.checkDates(read, problems)
    guard let bundle, let currency else {
      agreement = nil
      return
    }
    let versions = read.compactMap { $0.version(bundle: bundle, currency: currency) }.sorted { $0.effective < $1.effective }
    agreement = Agreement(bundle: bundle, title: title ?? bundle, currency: currency, versions: versions)
  }

  private static func currency(_ reader: MappingReader) -> Currency? {
    guard let code = reader.text("currency") else { return nil }
    if let currency = Currency(code: code) { return currency }
    reader.refuse("currency", expected: "a currency code of ISO 4217", advice: "write three capitals such as CNY")
    return nil
  }

  private static func checkDates(_ versions: [VersionReader], _ problems: FileProblems) {
    var lines: [CalendarDay: Int] = [:]
    for version in versions {
      guard let day = version.effective else { continue }
      if let line = lines[day] {
        problems.add(
          at: version.reader.position(of: "effective"), expected: "one version of a date",
          found: "\(quoted(day.description)) again (first on line \(line))", advice: "give one of them another date")
      } else {
        lines[day] = version.reader.position(of: "effective").line
      }
    }
  }
}
