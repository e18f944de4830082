import Dispatch
import SettlementCore
import Synchronization
import Transfer

/// A partner's statement of one day to fetch.
public struct StatementFetch: Sendable {
  public let partner: String
  public let statement: StatementSource
  public let day: CalendarDay

  public init(partner: String, statement: StatementSource, day: CalendarDay) {
    self.partner = partner
    self.statement = statement
    self.day = day
  }
}

/// Fetches partners' statements, several at once; one that fails never disturbs the others.
public struct RemoteStatements: Sendable {
  private let maker: RequestMaker
  private let session: TransferSession
  private let atOnce: Int

  public init(_ maker: RequestMaker, session: TransferSession = TransferSession(), atOnce: Int) {
    self.maker = maker
    self.session = session
    self.atOnce = atOnce
  }

  private enum Plan: Sendable {
    case failed(SourceFailure)
    case file(FileRequest)
    case bill(BillAsking, ask: FileRequest)
  }
  typealias Outcome = Result<PulledSource, SourceFailure>

  /// Fetches each into its sink; the results are in the same order. Throws what a sink throws: this machine has failed, not a source.
  public func fetch(_ fetches: [(StatementFetch, InputSink)]) throws -> [Result<PulledSource, SourceFailure>] {
    let plans = fetches.map { fetch, _ in plan(fetch) }
    let outcomes = Mutex([Int: Result<Outcome, any Error>]())
    let bills = plans.indices.filter { if case .bill = plans[$0] { true } else { false } }
    // Plain files together, every bill on its own: its link lives for seconds.
    DispatchQueue.concurrentPerform(iterations: 1 + bills.count) { lane in
      if lane == 0 {
        let results = Result { try fetchFiles(fetches, plans) }
        outcomes.withLock { outcomes in
          for place in plans.indices where !bills.contains(place) { outcomes[place] = results.map { $0[place]! } }
        }
      } else if case .bill(let asking, let ask) = plans[bills[lane - 1]] {
        let place = bills[lane - 1]
        let result = Result { try fetchBill(asking, ask, fetches[place].0, fetches[place].1) }
        outcomes.withLock { $0[place] = result }
      }
    }
    return try outcomes.withLock { outcomes in try plans.indices.map { try outcomes[$0]!.get() } }
  }

  private func plan(_ fetch: StatementFetch) -> Plan {
    do throws(SourceFailure) {
      let request = try maker.statement(fetch.statement, fetch.day, partner: fetch.partner)
      guard case .https(let access) = fetch.statement.access, let question = access.question else { return .file(request) }
      return .bill(try BillAsking(question, url: request.url, source: fetch.partner), ask: request)
    } catch {
      return .failed(error)
    }
  }

  // MARK: Plain files

  private func fetchFiles(_ fetches: [(StatementFetch, InputSink)], _ plans: [Plan]) throws -> [Int: Outcome] {
    var outcomes: [Int: Outcome] = [:]
    var requests: [(place: Int, request: FileRequest)] = []
    for (place, plan) in plans.enumerated() {
      if case .failed(let failure) = plan { outcomes[place] = .failure(failure) }
      guard case .file(var request) = plan else { continue }
      do {
        request.proof.digest = try publishedDigest(fetches[place].0, request)
        requests.append((place, request))
      } catch let failure as SourceFailure {
        outcomes[place] = .failure(failure)
      } catch let failure as TransferFailure {
        throw failure.cause ?? failure
      }
    }
    let results = session.fetch(requests.map { ($0.request, PieceSink(fetches[$0.place].1)) }, width: atOnce)
    for ((place, request), result) in zip(requests, results) {
      outcomes[place] = try outcome(result, fetches[place].0, path: request.url)
    }
    return outcomes
  }

  /// The digest that the partner publishes beside the file, where the profile says so.
  private func publishedDigest(_ fetch: StatementFetch, _ file: FileRequest) throws -> PublishedDigest? {
    guard case .hash(let url) = fetch.statement.proof else { return nil }
    var request = file
    request.url = DayPattern.expand(url, fetch.day)
    return try PublishedHash.fetch(request, over: session, source: fetch.partner).digest
  }

  // MARK: Bills in two steps

  private func fetchBill(_ asking: BillAsking, _ ask: FileRequest, _ fetch: StatementFetch, _ sink: InputSink) throws -> Outcome {
    do {
      let delivery = try asking.deliver(
        over: session, ask: ask, download: ask, into: PieceSink(sink), attempts: ask.retry.attempts, pause: { try pause(ask.retry, $0) })
      switch delivery {
      case .downloaded(let receipt, let link):
        return .success(PulledSource(path: link.shownAs, completeness: receipt.completeness.rawValue))
      case .empty: return .success(PulledSource(path: ask.url, isEmpty: true, completeness: "the source says that there is none"))
      case .waiting(let word):
        return .failure(
          SourceFailure(
            kind: .waiting, source: fetch.partner, file: ask.url, field: "ask", expected: "a bill", found: word,
            advice: "the next run asks again"))
      }
    } catch let failure as SourceFailure {
      return .failure(failure)
    } catch let failure as TransferFailure {
      throw failure.cause ?? failure
    }
  }

  private func pause(_ retry: RetryPolicy, _ made: Int) throws {
    TransferClock.system.sleep(min(retry.longestWait, retry.firstWait * (1 << min(made - 1, 16))))
  }

  private func outcome(_ result: Result<TransferReceipt, TransferFailure>, _ fetch: StatementFetch, path: String) throws -> Outcome {
    switch result {
    case .success(let receipt): return .success(PulledSource(path: path, completeness: receipt.completeness.rawValue))
    case .failure(let failure):
      guard let source = SourceFailure(failure, source: fetch.partner) else { throw failure.cause ?? failure }
      return .failure(source)
    }
  }
}

/// Hands a transfer's pieces on.
final class PieceSink: TransferSink {
  private let sink: InputSink

  init(_ sink: InputSink) { self.sink = sink }

  func take(_ piece: Span<UInt8>) throws { try sink.write(piece) }
  func restart() throws { try sink.restart() }
}
