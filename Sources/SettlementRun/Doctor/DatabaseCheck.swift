import Feeds
import SettlementCore

extension SourceChecks {
  func database(_ store: PostgresStore) -> Outcome {
    do throws(SourceFailure) {
      let facts = try PostgresPull(store, secrets: maker.secrets).checkup(day: day, zone: zone)
      let role = Self.role(facts, store)
      let queries = zip(store.queries, facts.queries).map { Self.finding($0, $1) }
      let clock = ClockReading("the database", leadSeconds: facts.clockLeadMicroseconds / 1_000_000)
      return Outcome(findings: [Self.server(facts, store)] + role + queries, clocks: [clock])
    } catch {
      return Outcome(findings: [.problem(.source, "store", error)])
    }
  }

  private static func server(_ facts: StoreServerFacts, _ store: PostgresStore) -> DoctorFinding {
    let found =
      "PostgreSQL \(facts.serverVersion) at \(store.access.host):\(store.access.port)/\(store.access.database), \(facts.encryption ?? "Unix socket"), "
      + "encoding \(facts.encoding), zone \(facts.timeZone)\(facts.isInRecovery ? ", a standby" : "")"
    return facts.encoding == "UTF8"
      ? .ok("store", found) : .warning("store", found, "keep the store's texts in a database of encoding UTF8")
  }

  /// What the role may do beyond reading.
  private static func role(_ facts: StoreServerFacts, _ store: PostgresStore) -> [DoctorFinding] {
    let subject = "store role \(store.access.user)"
    var findings: [DoctorFinding] = []
    if facts.isSuperuser {
      findings.append(.warning(subject, "is a superuser", "give qingfen a role of its own that may only SELECT"))
    } else if !facts.writableRelations.isEmpty {
      let some = facts.writableRelations.prefix(5).joined(separator: ", ")
      let more = facts.writableRelations.count > 5 ? " and \(facts.writableRelations.count - 5) more" : ""
      findings.append(
        .warning(subject, "could write \(some)\(more)", "revoke all but SELECT from it, or give qingfen a role of its own"))
    }
    if !facts.isReadOnlyByDefault {
      findings.append(
        .warning(subject, "does not read only by default", "alter role \"\(store.access.user)\" set default_transaction_read_only = on"))
    }
    return findings.isEmpty ? [.ok(subject, "may only read")] : findings
  }

  private static func finding(_ query: StoreQuery, _ columns: Result<[StoreServerFacts.Column], SourceFailure>) -> DoctorFinding {
    let subject = "store \(query.feed.rawValue)"
    switch columns {
    case .failure(let failure):
      return .problem(.source, subject, "expected \(failure.expected), found \(failure.found)", failure.advice)
    case .success(let columns):
      let needed = query.feed.requiredColumns + (query.watermark.map { [$0.column] } ?? [])
      let lacking = needed.filter { name in !columns.contains { $0.name == name } }
      if !lacking.isEmpty {
        return .problem(
          .configuration, subject, "the query has no column \(lacking.joined(separator: ", "))", "select it under that name")
      }
      if let inexact = columns.first(where: \.isInexact) {
        return .problem(
          .configuration, subject, "the column \(inexact.name) is \(inexact.type), which is not exact", "cast it to numeric in the query")
      }
      return .ok(subject, "the query can be prepared, \(columns.count) columns")
    }
  }
}
