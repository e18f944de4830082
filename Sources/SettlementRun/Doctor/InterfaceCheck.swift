import Feeds
import SettlementCore

extension SourceChecks {
  /// The first page of each list.
  func interface(_ store: HTTPStore) -> Outcome {
    let remote = RemoteStore(.http(store), maker)
    let known = Dictionary(uniqueKeysWithValues: store.lists.compactMap { list in marks[list.feed.mark].map { (list.feed, $0) } })
    var outcome = Outcome()
    for list in store.lists {
      let subject = "store \(list.feed.rawValue)"
      do {
        let page = try remote.firstPage(list, of: store, day: day, zone: zone, marks: known)
        outcome.findings.append(Self.finding(subject, page))
        if outcome.clocks.isEmpty, let time = page.serverTime { outcome.clocks.append(ClockReading("the store", serverTime: time)) }
      } catch let failure as SourceFailure {
        outcome.findings.append(.problem(.source, subject, failure))
      } catch {
        outcome.findings.append(.problem(.source, subject, "\(error)", ""))
      }
    }
    return outcome
  }

  private static func finding(_ subject: String, _ page: FirstPage) -> DoctorFinding {
    if page.lacking.isEmpty { return .ok(subject, "\(page.rows) rows on the first page") }
    return .problem(
      .configuration, subject, "the first row has no \(page.lacking.joined(separator: ", "))",
      "say in columns of the list where they stand, or ask the owner of the interface for them")
  }
}
