import DurableFiles
import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// Where a record or a statement line stands in the bytes that a run has read.
struct InputPlace {
  /// As the run's manifest names it; of a list that came in pages, the page.
  let file: String
  /// The physical line, or the row on its page, from 1.
  let line: Int
  /// SHA-256 of the bytes as they came.
  let sha256: String
  /// SHA-256 of the object in the archive when that is not the bytes as they came: their card codes were replaced.
  let stored: String?
  let run: String
}

/// What a look into the archive came to.
enum InputAnswer {
  case found(InputPlace)
  /// What was read does not hold it.
  case absent
  /// The archive lacks the bytes, or they are not what was stored, or they cannot be read as what they were: in words.
  case lost(String)
}

/// Finds records again in the inputs that earlier runs have read: in the archive, by the digests that the runs' manifests name.
struct InputTrace {
  private let configuration: Configuration
  private let rules: RunRules
  private let zone: BusinessZone
  /// With the store's own zone for its times.
  private let storeZone: BusinessZone
  private let archive: Archive

  init(_ reading: LedgerReading) {
    (configuration, rules, zone) = (reading.configuration, reading.rules, reading.zone)
    archive = Archive(reading: reading.configuration.archive)
    let store = reading.configuration.store.zone
    storeZone = store == zone.identifier ? zone : BusinessZone(identifier: store).map(zone.declaring) ?? zone
  }

  // MARK: The store's records

  /// Finds the first row of an id in a feed that a run has read; of those rows that `isMeant` when it is given.
  func record(_ id: String, in feed: StoreFeed, of run: RunRecord, isReversedOrFailed: Bool = false) throws -> InputAnswer {
    guard let source = try Self.sources(of: run, named: feed.rawValue).first else { return .absent }
    let key = InputKey(source: feed.rawValue, day: try Self.dayRead(by: run))
    return look(for: key, source.sha256, run) { pulls, keeping in
      let input = SourceInput(pulls, of: key, keeping, isTable: configuration.store.hasTables)
      let day = self.day(feed, input)
      if let failure = day.failures.first(where: { $0.source == feed.rawValue }) { throw failure }
      guard let line = day.line(of: id, in: feed, isReversedOrFailed: isReversedOrFailed) else { return nil }
      let placed = day.placed(Reject(source: feed.rawValue, file: input.path, line: line, field: "", expected: "", found: ""))
      return (placed.file, placed.line)
    }
  }

  /// One feed read again; the others are not asked.
  private func day(_ feed: StoreFeed, _ input: SourceInput) -> StoreDay {
    var inputs: [StoreFeed: SourceInput] = [:]
    for other in StoreFeed.allCases {
      inputs[other] = SourceInput(name: other.rawValue, path: other.rawValue) { () throws(SourceFailure) in
        throw SourceFailure(
          kind: .missing, source: other.rawValue, file: other.rawValue, field: "file", expected: "to be asked", found: "nobody", advice: "")
      }
    }
    inputs[feed] = input
    return configuration.store.inputs(inputs).read(zone: storeZone, currencyOfBundle: rules.currencyOfBundle)
  }

  // MARK: Statements

  /// A statement file that a run has read, read again from the archive; `search` names the line in it, or nil.
  func line(
    in file: StatementFile, of settings: PartnerSettings, _ profile: StatementProfile, run: RunRecord, _ search: (StatementFeed) -> Int?
  ) -> InputAnswer {
    let key = InputKey(source: settings.partner, day: file.day ?? run.day)
    return look(for: key, file.sha256, run) { pulls, keeping in
      let input = SourceInput(pulls, of: key, keeping)
      let currency = rules.onlyCurrency(of: settings.partner)
      let reading = StatementFeed.read(input, profile: profile, zone: zone, defaultCurrency: currency)
      if let failure = reading.failure { throw failure }
      return reading.feed.flatMap(search).map { (file.name, $0) }
    }
  }

  // MARK: The archive

  private func look(
    for key: InputKey, _ sha256: String, _ run: RunRecord, _ find: ([PulledInput], InputKeeping) throws -> (file: String, line: Int)?
  ) -> InputAnswer {
    let keeping = InputKeeping(archive: archive, codes: CardCodes(hash: nil))
    do {
      guard let pulls = try pulls(key, sha256, run) else {
        return .lost("\(archive.folder)/pulls/\(run.day): expected a pull with SHA-256 \(sha256), found none")
      }
      let found = try find(pulls, keeping)
      try keeping.throwIfDamaged()
      guard let found else { return .absent }
      let stored = pulls.count == 1 ? pulls[0].stored?.sha256 : nil
      return .found(InputPlace(file: found.file, line: found.line, sha256: sha256, stored: stored, run: run.id))
    } catch {
      do { try keeping.throwIfDamaged() } catch { return .lost("\(error)") }
      return .lost("\(error)")
    }
  }

  /// The pulls whose bytes together have a digest: one, or several that a watermark parted.
  private func pulls(_ key: InputKey, _ sha256: String, _ run: RunRecord) throws -> [PulledInput]? {
    let days = (try Self.dayRead(by: run).number...run.day.number).map { CalendarDay(number: $0).description }
    let usable = try days.flatMap { try archive.pulls(of: $0) }.flatMap(\.inputs).filter {
      $0.source == key.source && $0.covers == key.day.description && $0.isUsable
    }
    if let one = usable.last(where: { $0.pulled?.sha256 == sha256 }) { return [one] }
    for first in usable.indices {
      for last in usable.indices where last > first {
        let digests = usable[first...last].map { $0.pulled?.sha256 ?? "" }
        if Digest.sha256(of: Array(digests.joined(separator: "\n").utf8)) == sha256 { return Array(usable[first...last]) }
      }
    }
    return nil
  }

  /// The day whose inputs a run has read: its own, or an earlier one that it looked at again.
  private static func dayRead(by run: RunRecord) throws -> CalendarDay {
    try StoredSummary.decode(run.summary).summary.inputsOf.flatMap { CalendarDay($0) } ?? run.day
  }

  /// What a run's manifest says of a source that it could read.
  static func sources(of run: RunRecord, named name: String) throws -> [RunSummary.Source] {
    try StoredSummary.decode(run.summary).summary.sources.filter { $0.name == name && !$0.sha256.isEmpty }
  }
}

extension StoreDay {
  /// The line of the first row of an id; only of a reversed redemption or a failed refund when that is asked for.
  fileprivate func line(of id: String, in feed: StoreFeed, isReversedOrFailed: Bool) -> Int? {
    let wanted = TextColumn([id])
    func first(_ ids: TextColumn, _ lines: [Int32], _ isMeant: (Int) -> Bool = { _ in true }) -> Int? {
      (0..<ids.count).first { ids.equals($0, wanted, 0) && isMeant($0) }.map { Int(lines[$0]) }
    }
    switch feed {
    case .orders: return orders.flatMap { first($0.orders.ids, $0.line) }
    case .redemptions:
      return redemptions.flatMap { rows in first(rows.redemptions.ids, rows.line) { !isReversedOrFailed || rows.status[$0] == .reversed } }
    case .refunds:
      return refunds.flatMap { rows in first(rows.refunds.ids, rows.line) { !isReversedOrFailed || rows.status[$0] == .failed } }
    case .payouts: return payouts.flatMap { first($0.ids, $0.line) }
    }
  }
}
