import SettlementCore
import Transfer

/// Looks whether a remote statement can be fetched, as `doctor` does: connects, logs in, and breaks off at the first piece.
public struct StatementProbe: Sendable {
  /// What was found there.
  public enum Answer: Sendable {
    /// The file is there; its end was not waited for.
    case file
    /// We are let in, and there is no such file.
    case nothingYet
    /// The bill's owner says where it is. The link is not used.
    case bill
    case noBill
    /// In the owner's own word.
    case waiting(String)
  }

  private let maker: RequestMaker
  private let session: TransferSession

  public init(_ maker: RequestMaker, session: TransferSession = TransferSession()) {
    self.maker = maker
    self.session = session
  }

  /// Throws a ``SourceFailure``, or `TransferFailure` when this machine failed. `serverTime`: in seconds since 1970, of HTTPS servers.
  public func probe(_ fetch: StatementFetch) throws -> (answer: Answer, serverTime: Int64?) {
    let request = try maker.statement(fetch.statement, fetch.day, partner: fetch.partner)
    if case .https(let access) = fetch.statement.access, let question = access.question {
      let asking = try BillAsking(question, url: request.url, source: fetch.partner)
      let (answer, serverTime) = try asking.answer(over: session, ask: request)
      switch answer {
      case .link: return (.bill, serverTime)
      case .empty: return (.noBill, serverTime)
      case .waiting(let word): return (.waiting(word), serverTime)
      }
    }
    do throws(TransferFailure) {
      return (.file, try session.fetch(request, into: FirstPiece()).serverTime)
    } catch {
      if error.cause is FirstPiece.Enough { return (.file, error.serverTime) }
      if error.kind == .missing { return (.nothingYet, error.serverTime) }
      throw SourceFailure(error, source: fetch.partner) ?? error
    }
  }
}

/// Ends a transfer with its first bytes.
private final class FirstPiece: TransferSink {
  struct Enough: Error {}

  func take(_ piece: Span<UInt8>) throws { throw Enough() }
  func restart() {}
}
