import Foundation

/// How a command that settles days ended: what schedulers, monitors and people are told.
public struct RunEnding: Sendable {
  public let results: [SettlementJob.DayResult]
  public let code: Int32
  /// What ended it before its time; nil otherwise.
  public let failure: String?
  public let began: Date
  public let ended: Date

  public init(_ results: [SettlementJob.DayResult], code: Int32, failure: String?, began: Date, ended: Date) {
    (self.results, self.code, self.failure, self.began, self.ended) = (results, code, failure, began, ended)
  }

  /// The newest day that a run has posted.
  var newest: SettlementJob.DayResult? { results.last { $0.run != nil } }
}
