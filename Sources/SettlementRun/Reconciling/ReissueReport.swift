import Feeds
import LedgerStore
import Reconciliation
import SettlementCore

/// What became of every line that statements issued anew say otherwise than before: `reissued.csv`.
struct ReissueReport {
  /// By file, then in the order of the lines as they were, added ones last.
  private(set) var lines: [ReissuedLine] = []
  private let book: PartnerBook
  private let findings: LineFindings
  private var ofLine: [Int32: Verdict] = [:]
  private var ofClaim: [Int32: Verdict] = [:]
  private var adjusts: [String: Int64] = [:]

  init(_ book: PartnerBook, _ findings: LineFindings, _ verdicts: [Verdict], _ adjusts: [AdjustRecord]) {
    (self.book, self.findings) = (book, findings)
    for verdict in verdicts {
      if verdict.line >= 0 { ofLine[verdict.line] = verdict }
      if verdict.claim >= 0 { ofClaim[verdict.claim] = verdict }
    }
    for adjust in adjusts { self.adjusts[adjust.key] = adjust.amount }
    for reissue in book.delivery.reissues {
      let rows = rows(reissue)
      for change in reissue.changes { add(change, reissue, rows) }
    }
  }

  /// Where the rows of `added` stand in the book.
  private func rows(_ reissue: Reissue) -> [Int: Int] {
    var rows: [Int: Int] = [:]
    for (number, file) in book.delivery.files.enumerated() where file.record.path == reissue.record.path {
      let first = book.firstRow(ofFile: number)!
      for (place, row) in (file.standing == .replacing ? reissue.inPlace : reissue.arriving).enumerated() { rows[row] = first + place }
    }
    return rows
  }

  private mutating func add(_ change: Reissue.Change, _ reissue: Reissue, _ rows: [Int: Int]) {
    let feed = change.added == nil ? reissue.removed : reissue.added
    let row = change.added ?? change.removed!
    let claim =
      change.added.flatMap { findings.claim(ofLine: rows[$0]!) }
      ?? change.removed.flatMap { findings.claim(answering: reissue.removed, $0) }
    let adjust = claim.flatMap { adjusts.removeValue(forKey: findings.key(ofClaim: $0)) } ?? 0
    let became: String
    if let added = change.added {
      became = Self.word(ofLine[Int32(rows[added]!)])
    } else if reissue.keptNumbers[change.removed!] == nil, let claim {
      became = Self.word(ofClaim[Int32(claim)])
    } else {
      became = "withdrawn"
    }
    lines.append(
      ReissuedLine(
        partner: book.delivery.settings.partner, file: reissue.record.path,
        key: LineKey.text(LineType(rawValue: feed.type[row].rawValue)!.name, feed.references[row], 1), orderID: feed.orderIDs[row],
        old: change.removed.map { reissue.removed.amount[$0] }, new: change.added.map { reissue.added.amount[$0] },
        currency: feed.currency[row],
        adjust: adjust, became: became))
  }

  /// The bucket, or where a line is in transit just that.
  private static func word(_ verdict: Verdict?) -> String {
    guard let verdict else { return "matched" }
    switch verdict.bucket {
    case .matched: return "matched"
    case .tolerated: return "tolerated"
    case .awaited: return "awaited"
    default: return verdict.state == .inTransit ? "in-transit" : verdict.bucket.kind!.rawValue
    }
  }
}

extension LineFindings {
  /// The claim that a line matched, nil without.
  func claim(ofLine row: Int) -> Int? { match.claimOfLine[row] >= 0 ? Int(match.claimOfLine[row]) : nil }

  /// The claim that is open again because a line was taken back, nil without.
  func claim(answering removed: StatementFeed, _ row: Int) -> Int? {
    var keys = TextColumn()
    book.addKey(of: removed, row, to: &keys)
    return book.reopened.first { book.claims.keys.equals($0, keys, 0) }
  }
}
