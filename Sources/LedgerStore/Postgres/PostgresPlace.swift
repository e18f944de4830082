import Faults
import PostgresClient
import SettlementCore

/// Where a ledger in PostgreSQL stands, and as whom it is opened.
public struct PostgresPlace: Sendable {
  /// The database's schema that holds nothing else.
  public let schema: String
  var settings: PostgresSettings

  /// `password` nil: libpq looks into `PGPASSWORD`, then into `.pgpass`.
  public init(_ access: PostgresAccess, schema: String, password: String?) {
    self.schema = schema
    settings = PostgresSettings(host: access.host, port: access.port, database: access.database, user: access.user)
    settings.password = password.map(Password.init)
    if let authorities = access.authorities { settings.authorities = authorities }
    settings.clientCertificate = access.certificate?.certificate
    settings.clientKey = access.certificate?.key
    settings.timeouts.statement = Int(access.timeouts.statement.components.seconds)
    settings.timeouts.lock = Int(access.timeouts.lock.components.seconds)
    // A run's transaction stays open while the rest of the run is worked out.
    settings.timeouts.idleInTransaction = 86_400
  }

  /// As messages name it: `postgres:db.finance.example:5432/finance#qingfen`.
  public var name: String { "postgres:\(settings.place)#\(schema)" }

  /// A session; `holder` is what `pg_stat_activity` calls it.
  func connect(_ access: PostgresConnection.Access, holder: String) throws(PostgresFailure) -> PostgresDatabase {
    var settings = settings
    settings.applicationName = PostgresLock.applicationName(holder)
    return try PostgresDatabase(try PostgresConnection.open(settings, access, subject: "ledger"), schema: schema, place: name)
  }

  /// Turns whatever a session throws into a failure that says what was being done.
  func attempt<T>(_ operation: String, _ body: () throws -> T) throws(LedgerFailure) -> T {
    do {
      return try body()
    } catch let failure as LedgerFailure {
      throw failure
    } catch let error as Contradiction {
      throw LedgerFailure(.contradiction, operation: operation, path: name, message: error.message)
    } catch let error as UnexpectedValue {
      throw LedgerFailure(.corrupt, operation: operation, path: name, message: "expected \(error.expected), found '\(error.found)'")
    } catch is Closed {
      throw LedgerFailure(.other, operation: operation, path: name, message: "the ledger was closed before")
    } catch let fault as InjectedFault {
      throw LedgerFailure(fault, .server, operation: operation, path: name)
    } catch let error as PostgresFailure {
      throw failure(error, operation)
    } catch {
      throw LedgerFailure(.other, operation: operation, path: name, message: "\(error)")
    }
  }

  private func failure(_ failure: PostgresFailure, _ operation: String) -> LedgerFailure {
    let state = failure.sqlState.map { " (SQLSTATE \($0))" } ?? ""
    let message = "expected \(failure.expected), found \(failure.found)\(state)"
    func made(_ cause: LedgerFailure.Cause, _ advice: String? = nil) -> LedgerFailure {
      LedgerFailure(cause, operation: operation, path: name, message: message, advice: advice)
    }
    switch failure.kind {
    case .settings, .refused: return made(.inaccessible, failure.advice)
    case .unreachable: return made(.server, failure.advice)
    case .interrupted, .cancelled, .timeout, .mistyped: return made(.server)
    case .statement: break
    }
    switch failure.sqlState ?? "" {
    case "53100": return made(.diskFull)
    case "42501": return made(.inaccessible, "let the ledger's owner run `qingfen ledger migrate`, which grants the rights")
    case let state where state.hasPrefix("23"): return made(.contradiction)
    case let state where state.hasPrefix("53") || state.hasPrefix("58"): return made(.server, failure.advice)
    default: return made(.other)
    }
  }
}
