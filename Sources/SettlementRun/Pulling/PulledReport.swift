import DurableFiles
import Feeds

/// What a pull found of one input, for people.
public struct PulledReport: Sendable {
  /// A feed of the store, or a partner.
  public let source: String
  /// One line: state, size and digest, or why nothing came.
  public let words: String
  /// It came, be it to say that there is nothing.
  public let hasCome: Bool
  /// Something was due and has not come.
  public let isLacking: Bool

  /// `isRevisit`: it came before, and may have been issued anew.
  init(_ found: InputKeeping.Found, isRevisit: Bool) {
    let input = found.input
    source = input.source
    hasCome = found.failure == nil
    isLacking = found.failure.map { $0.kind != .missing || $0.source != "payouts" && !isRevisit } ?? false
    words =
      switch input.state {
      case .read: "\(input.pulled?.bytes ?? 0) bytes, SHA-256 \(input.pulled?.sha256 ?? ""), from \(input.name)"
      case .empty: "nothing, says \(input.name)"
      case .waiting: "not ready: \(input.detail)"
      case .missing: "missing: \(input.detail)"
      case .failed: "failed: \(input.detail)"
      }
  }
}
